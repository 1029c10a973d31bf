import { expect, test } from "vitest";
import type { Anomaly } from "@/lib/detect/model";
import { digraph } from "@/lib/graph/digraph";
import { clearedAt } from "./clear";
import { impactOf, severityOf } from "./impact";
import { type EndedGroup, mayOpen, situate } from "./situate";
import { terrain } from "./terrain";
import { titleOf } from "./title";

const t0 = Date.UTC(2026, 10, 22, 12);
const calls = (text: string) =>
  digraph(
    text.split(",").map((e) => {
      const [from = "", to = ""] = e.trim().split(">");
      return { from, to };
    }),
  );
const shop = calls(
  "gateway>search,gateway>booking,search>details,search>pricing,booking>payment,booking>notification,pricing>db,inventory>db,search>inventory",
);
const land = terrain(shop, ["db"]);

let next = 1;
function a(service: string, signal: string, at: number, more: Partial<Anomaly> = {}): Anomaly {
  const metric =
    { errors: "service.errors", p95: "service.latency.p95", requests: "service.requests" }[
      signal
    ] ?? signal;
  return {
    id: `a${next++}`,
    seriesId: [...`${service}${metric}`].reduce((h, c) => (h * 31 + c.charCodeAt(0)) % 99991, 7),
    detectorId: "auto",
    detectorVersion: 1,
    service,
    metric,
    level: "STRONG",
    direction: "above",
    startedAt: t0 + at * 1000,
    lastAt: t0 + at * 1000 + 20_000,
    endedAt: null,
    points: 3,
    peakAt: t0 + at * 1000,
    peakValue: 0.3,
    peakExpected: 0.01,
    peakLower: null,
    peakUpper: 0.05,
    peakScore: 8,
    muted: null,
    ...more,
  };
}
const groupsOf = (fresh: Anomaly[]) =>
  situate(fresh, [], [], land).opens.map((g) =>
    [...new Set(g.map((p) => p.anomaly.service))].sort(),
  );

test("one fault that climbs from pricing to the gateway is one situation", () => {
  const fresh = [
    a("gateway", "errors", 20),
    a("pricing", "errors", 0),
    a("search", "errors", 10),
    a("pricing", "p95", 10, { level: "WEAK" }),
  ];
  expect(groupsOf(fresh)).toEqual([["gateway", "pricing", "search"]]);
  expect(titleOf(fresh, land)).toBe("Pricing errors and slow responses on 3 services");
});

test("two faults on branches that nothing connects are two situations, even under one gateway", () => {
  const fresh = [
    a("gateway", "errors", 5),
    a("pricing", "errors", 0),
    a("notification", "errors", 2),
    a("search", "errors", 4),
    a("booking", "errors", 6),
  ];
  expect(groupsOf(fresh)).toHaveLength(2);
});

test("a fault on another branch does not join through a gateway that is already explained", () => {
  const open = [{ id: 7, members: [a("pricing", "errors", 0), a("gateway", "errors", 10)] }];
  const placed = situate([a("notification", "errors", 40)], open, [], land);
  expect(placed.joins.size).toBe(0);
  expect(placed.opens).toHaveLength(1);
});

test("a deeper service that is noticed later joins the gateway's situation, with the arithmetic shown", () => {
  const open = [{ id: 7, members: [a("gateway", "errors", 0)] }];
  const placed = situate([a("pricing", "p95", 60)], open, [], land);
  expect(placed.joins.get(7)?.[0]?.why.map((w) => w.says)).toEqual([
    "Began 60 s after gateway (service.errors)",
    "gateway depends on pricing over 2 calls; time × graph = 0.71 × 0.81 = 0.57, bar 0.35",
  ]);
});

test("a late anomaly attaches to the situation while it is still going on", () => {
  const open = [{ id: 7, members: [a("pricing", "errors", 0)] }];
  expect(situate([a("search", "p95", 900)], open, [], land).joins.get(7)).toHaveLength(1);
});

test("callers of one silent database break together", () => {
  expect(groupsOf([a("pricing", "p95", 0), a("inventory", "p95", 10)])).toEqual([
    ["inventory", "pricing"],
  ]);
});

test("a lone WEAK waits, and so do p95 and p99 of one service; errors beside slowness open", () => {
  const weak = { level: "WEAK" as const };
  expect(mayOpen([a("pricing", "p95", 0, weak)])).toBe(false);
  expect(
    mayOpen([a("pricing", "p95", 0, weak), a("pricing", "service.latency.p99", 0, weak)]),
  ).toBe(false);
  expect(mayOpen([a("pricing", "p95", 0, weak), a("pricing", "errors", 0, weak)])).toBe(true);
  expect(mayOpen([a("pricing", "p95", 0, { direction: "below" })])).toBe(false);
});

test("a series that breaks again soon after it cleared reopens its situation; after a new change it does not", () => {
  const old = a("pricing", "p95", 0, { endedAt: t0 + 60_000 });
  const ended: EndedGroup[] = [
    { id: 3, members: [old], resolvedAt: t0 + 120_000, resolution: "cleared" },
  ];
  const again = a("pricing", "p95", 200);
  expect([...situate([again], [], ended, land).reopens]).toEqual([3]);
  const deployed = terrain(
    shop,
    ["db"],
    [{ id: "c", service: "pricing", title: "pricing v3", at: t0 + 90_000 }],
  );
  expect(situate([again], [], ended, deployed).opens).toHaveLength(1);
});

test("the way back of a series after its situation ended pages nobody", () => {
  const drop = a("pricing", "requests", 0, { direction: "below" });
  const ended: EndedGroup[] = [
    { id: 3, members: [drop], resolvedAt: t0 + 120_000, resolution: "recovered" },
  ];
  const rebound = a("pricing", "requests", 150, { direction: "above" });
  const placed = situate([rebound], [], ended, land);
  expect(placed.opens).toEqual([]);
  expect(placed.reopens.size).toBe(0);
  expect(placed.joins.get(3)).toHaveLength(1);
});

test("titles tell a surge, a dead service and a slow one apart", () => {
  const surge = [
    a("gateway", "requests", 0, { peakValue: 90, peakExpected: 30 }),
    a("search", "requests", 0, { peakValue: 80, peakExpected: 27 }),
    a("pricing", "p95", 10),
  ];
  expect(titleOf(surge, land)).toBe(
    "Traffic surge at gateway (3.0× the usual) and slow responses on 3 services",
  );
  const dead = [
    a("payment", "requests", 0, { direction: "below", peakValue: 0, peakExpected: 5 }),
    a("booking", "errors", 0),
  ];
  expect(titleOf(dead, land)).toBe("Booking errors and no requests at payment on 2 services");
  expect(titleOf([a("pricing", "p95", 0)], land)).toBe("Slow pricing");
  expect(titleOf([dead[0] as Anomaly], land)).toBe("No requests at payment");
});

test("impact counts what failed above the usual since onset, and severity follows it", () => {
  const windows = [
    ...Array.from({ length: 100 }, (_, i) => ({
      start: t0 - (i + 1) * 10_000,
      count: 100,
      errors: 1,
    })),
    ...Array.from({ length: 12 }, (_, i) => ({ start: t0 + i * 10_000, count: 100, errors: 11 })),
  ];
  const impact = impactOf("gateway", windows, t0, t0 + 120_000);
  expect(impact).toEqual({
    entry: "gateway",
    failingRatio: 0.11,
    usualRatio: 0.01,
    requestsLost: 120,
  });
  expect(severityOf(impact, [])).toBe("critical");
  expect(severityOf({ ...impact, failingRatio: 0.03 }, [])).toBe("high");
  expect(severityOf({ ...impact, failingRatio: 0.01 }, [], "critical")).toBe("critical");
});

test("a situation clears a minute after its last member is over, not before", () => {
  const over = a("pricing", "errors", 0, { endedAt: t0 + 60_000 });
  expect(clearedAt([over], t0 + 110_000)).toBeNull();
  expect(clearedAt([over], t0 + 120_000)).toBe(t0 + 60_000);
  expect(clearedAt([over, a("search", "errors", 90)], t0 + 120_000)).toBeNull();
});

test("the cost of an anomaly does not grow with the number of members", () => {
  const members = Array.from({ length: 20_000 }, (_, i) => a("search", "errors", i / 100));
  const open = [{ id: 1, members }];
  const started = performance.now();
  const fresh = Array.from({ length: 2000 }, () => a("gateway", "errors", 100));
  expect(situate(fresh, open, [], land).joins.get(1)).toHaveLength(2000);
  expect(performance.now() - started).toBeLessThan(1000);
});
