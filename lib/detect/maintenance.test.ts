import { expect, test } from "vitest";
import { instantOf } from "@/lib/series/local-time";
import { excuseFor } from "./around";
import { holdsAt, type MaintenanceWindow, occurrences } from "./maintenance";

const at = (iso: string) => Date.parse(iso);
const iso = (t: number) => new Date(t).toISOString();
const of = (what: Partial<MaintenanceWindow> = {}): MaintenanceWindow => ({
  name: "Database upgrade",
  reason: "",
  scope: "service = db",
  from: at("2026-03-27T21:00:00Z"),
  minutes: 240,
  repeats: "none",
  days: [],
  zone: "Europe/Berlin",
  until: at("2026-12-31T00:00:00Z"),
  pageStrongErrors: true,
  ...what,
});

test("a single window holds from its start to its end, both to the millisecond", () => {
  const w = of();
  const held = [-1, 0, 240 * 60_000 - 1, 240 * 60_000].map((ms) => holdsAt(w, w.from + ms));
  expect(held).toEqual([false, true, true, false]);
});

test("a daily window follows the clock on the wall through a clock change and past midnight", () => {
  // 22:00 in Berlin: 21:00 UTC in winter, 20:00 UTC in summer; clocks change on 29 March
  const w = of({ repeats: "daily" });
  expect(holdsAt(w, at("2026-03-28T20:59:00Z"))).toBe(false);
  expect(holdsAt(w, at("2026-03-28T21:00:00Z"))).toBe(true);
  expect(holdsAt(w, at("2026-03-29T00:30:00Z"))).toBe(true);
  expect(holdsAt(w, at("2026-03-29T20:00:00Z"))).toBe(true);
  expect(holdsAt(w, at("2026-03-30T00:30:00Z"))).toBe(false);
  expect(occurrences(w, at("2026-03-28T12:00:00Z"), 2).map((o) => iso(o.from))).toEqual([
    "2026-03-28T21:00:00.000Z",
    "2026-03-29T20:00:00.000Z",
  ]);
});

test("a weekly window holds on its days, and on the morning after them", () => {
  const w = of({ repeats: "weekly", days: [6], zone: "UTC" });
  expect(holdsAt(w, at("2026-03-28T22:00:00Z"))).toBe(true);
  expect(holdsAt(w, at("2026-03-29T00:30:00Z"))).toBe(true);
  expect(holdsAt(w, at("2026-03-29T22:00:00Z"))).toBe(false);
  expect(occurrences(w, at("2026-03-29T00:30:00Z"), 2).map((o) => iso(o.from))).toEqual([
    "2026-03-28T21:00:00.000Z",
    "2026-04-04T21:00:00.000Z",
  ]);
});

test("nothing of a window is after its end, not even what had begun", () => {
  const w = of({ repeats: "daily", zone: "UTC", until: at("2026-03-28T22:00:00Z") });
  expect(holdsAt(w, at("2026-03-28T21:59:00Z"))).toBe(true);
  expect(holdsAt(w, at("2026-03-28T22:00:00Z"))).toBe(false);
  expect(occurrences(w, at("2026-03-28T12:00:00Z"), 9).map((o) => iso(o.to))).toEqual([
    "2026-03-28T22:00:00.000Z",
  ]);
});

test("a time that the clocks skip comes an hour later, and of one shown twice the first counts", () => {
  expect(iso(instantOf("2026-03-29", 150, "Europe/Berlin"))).toBe("2026-03-29T01:30:00.000Z");
  expect(iso(instantOf("2026-10-25", 150, "Europe/Berlin"))).toBe("2026-10-25T00:30:00.000Z");
  expect(iso(instantOf("2026-07-01", 0, "America/New_York"))).toBe("2026-07-01T04:00:00.000Z");
});

test("a window mutes all but STRONG errors; a warm-up after a deploy the same", () => {
  const w = of({ reason: "new version" });
  const around = { changes: [{ kind: "deploy", at: w.from + 86_400_000 }], windows: [w] };
  const counts = { afterChange: { kinds: ["deploy" as const], minutes: 5 } };
  const excuse = (metric: string, t: number, level: "WEAK" | "STRONG") =>
    excuseFor(around, counts, metric, t, level);
  expect(excuse("service.latency.p95", w.from, "STRONG")).toBe(
    "Maintenance: Database upgrade (new version)",
  );
  expect(excuse("service.errors", w.from, "WEAK")).toBe(
    "Maintenance: Database upgrade (new version)",
  );
  expect(excuse("service.errors", w.from, "STRONG")).toBeNull();
  const deploy = w.from + 86_400_000;
  expect(excuse("cpu.usage", deploy + 300_000, "STRONG")).toBe(
    "Warm-up: within 5 min after a deploy",
  );
  expect(excuse("http_5xx", deploy, "STRONG")).toBeNull();
  expect(excuse("cpu.usage", deploy + 300_001, "STRONG")).toBeNull();
  expect(
    excuseFor(
      { changes: [], windows: [{ ...w, pageStrongErrors: false }] },
      counts,
      "service.errors",
      w.from,
      "STRONG",
    ),
  ).not.toBeNull();
});
