import { expect, test } from "vitest";
import type { Anomaly } from "@/lib/detect/model";
import { digraph } from "@/lib/graph/digraph";
import { clearedAt } from "./clear";
import { evidenceOf } from "./evidence";
import { impactOf, severityOf } from "./impact";
import { pairKey } from "./model";
import { Sites } from "./sites";
import { type EndedGroup, situate } from "./situate";
import { terrain, trustKey } from "./terrain";
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
  const open = [
    { id: 7, sites: Sites.of([a("pricing", "errors", 0), a("gateway", "errors", 10)]) },
  ];
  const placed = situate([a("notification", "errors", 40)], open, [], land);
  expect(placed.joins.size).toBe(0);
  expect(placed.opens).toHaveLength(1);
});

test("a deeper service that is noticed later joins the gateway's situation, with the arithmetic shown", () => {
  const open = [{ id: 7, sites: Sites.of([a("gateway", "errors", 0)]) }];
  const placed = situate([a("pricing", "p95", 60)], open, [], land);
  expect(placed.joins.get(7)?.[0]?.why.map((w) => w.says)).toEqual([
    "Began 60 s after gateway (service.errors)",
    "gateway depends on pricing over 2 calls, which is slow, with nothing odd between; time × graph = 0.71 × 0.52 = 0.37, bar 0.35",
  ]);
});

test("a late anomaly attaches to the situation while it is still going on", () => {
  const open = [{ id: 7, sites: Sites.of([a("pricing", "errors", 0)]) }];
  expect(situate([a("search", "p95", 900)], open, [], land).joins.get(7)).toHaveLength(1);
});

test("callers of one silent database break together", () => {
  expect(groupsOf([a("pricing", "p95", 0), a("inventory", "p95", 10)])).toEqual([
    ["inventory", "pricing"],
  ]);
});

const none = terrain(shop, ["db"]).memory;
test("evidence: a lone WEAK waits, and so do p95 and p99 of one service; errors beside slowness open", () => {
  const weak = { level: "WEAK" as const };
  const evidence = (...members: Anomaly[]) => Number(evidenceOf(members, none).toFixed(3));
  expect(evidence(a("pricing", "p95", 0, weak))).toBe(0.45);
  expect(evidence(a("pricing", "p95", 0, weak), a("pricing", "service.latency.p99", 0, weak))).toBe(
    0.45,
  );
  expect(evidence(a("pricing", "p95", 0, weak), a("pricing", "errors", 0, weak))).toBe(0.698);
  expect(evidence(a("pricing", "heap", 0, weak), a("pricing", "cpu", 0, weak))).toBe(0.51);
  expect(evidence(a("pricing", "p95", 0, { ...weak, points: 1 }))).toBe(0.15);
  expect(evidence(a("pricing", "p95", 0, { direction: "below" }))).toBe(0);
  expect(evidence(a("pricing", "p95", 0))).toBe(0.8);
  // One that goes on for five minutes opens a situation by itself.
  expect(evidence(a("pricing", "p95", 0, { ...weak, points: 30 }))).toBe(0.6);
});

test("what people said of candidates moves the evidence of their signal, within bounds", () => {
  const memory = (plus: number, minus: number) => ({
    ties: new Map(),
    trust: new Map([[trustKey("pricing", "service.latency.p95"), { plus, minus }]]),
  });
  const weak = a("pricing", "p95", 0, { level: "WEAK" });
  expect(evidenceOf([weak], memory(1, 0))).toBeCloseTo(0.6, 9);
  expect(evidenceOf([weak], memory(0, 1))).toBeCloseTo(0.3, 9);
  expect(evidenceOf([weak], memory(0, 1000))).toBeCloseTo(0.18, 9);
  expect(evidenceOf([a("pricing", "p95", 0)], memory(0, 1000))).toBeCloseTo(0.56, 9);
});

test("what falls between the two bars is a candidate; a flapping series opens nothing by itself", () => {
  const weak = { level: "WEAK" as const };
  const pair = [a("pricing", "heap", 0, weak), a("pricing", "cpu", 0, weak)];
  expect(situate(pair, [], [], land).candidates).toHaveLength(1);
  expect(situate(pair, [], [], land).opens).toEqual([]);
  const strong = a("pricing", "errors", 0);
  const flapping = new Set([strong.seriesId]);
  expect(situate([strong], [], [], land).opens).toHaveLength(1);
  expect(situate([strong], [], [], land, { flapping }).opens).toEqual([]);
  expect(
    situate([strong, a("search", "errors", 5)], [], [], land, { flapping }).opens,
  ).toHaveLength(1);
});

test("merges tie services together, splits keep them apart, and the arithmetic says so", () => {
  const learned = (plus: number, minus: number) =>
    terrain(shop, ["db"], [], {
      trust: new Map(),
      ties: new Map([[pairKey("notification", "pricing"), { plus, minus }]]),
    });
  const both = (land_: typeof land) => {
    const fresh = [a("pricing", "errors", 0), a("notification", "errors", 0)];
    return situate(fresh, [], [], land_).opens;
  };
  expect(both(learned(1, 0))).toHaveLength(2);
  const [merged] = both(learned(3, 0));
  expect(merged?.[1]?.why.at(-1)?.says).toBe(
    "History: notification and pricing belonged together 3 times, apart 0; time × history = 1.00 × 0.60 = 0.60, bar 0.35",
  );
  const apart = terrain(shop, ["db"], [], {
    trust: new Map(),
    ties: new Map([[pairKey("search", "pricing"), { plus: 0, minus: 4 }]]),
  });
  const [first] = situate(
    [a("pricing", "errors", 0), a("search", "errors", 60)],
    [],
    [],
    apart,
  ).opens;
  expect(first).toHaveLength(1);
});

test("an anomaly that a person took out does not come back and founds nothing", () => {
  const x = a("search", "errors", 10);
  const open = { id: 7, sites: Sites.of([a("pricing", "errors", 0)]) };
  const loose = new Set([x.id]);
  const placed = situate([x], [{ ...open, barred: loose }], [], land, { loose });
  expect(placed.joins.size).toBe(0);
  expect(placed.opens).toEqual([]);
});

test("a situation takes no members after its age cap", () => {
  const x = a("search", "errors", 25 * 3600);
  const open = [{ id: 7, sites: Sites.of([a("pricing", "errors", 0)]) }];
  expect(situate([x], open, [], land).opens).toHaveLength(1);
});

test("failures below speak less for slowness above than for failures above", () => {
  const weightAfter = (signal: string) =>
    situate(
      [a("pricing", "errors", 60)],
      [{ id: 7, sites: Sites.of([a("search", signal, 0)]) }],
      [],
      land,
    ).joins.get(7)?.[0]?.why[1]?.weight;
  // search calls details and pricing itself: one call
  expect(weightAfter("errors")).toBeCloseTo(0.9, 9);
  expect(weightAfter("p95")).toBeCloseTo(0.63, 9);
});

test("when a whole estate breaks in one minute without a pattern of calls it is one situation", () => {
  const names = ["a", "b", "c", "d", "e", "f", "g"];
  // Each is called by the same idle gate, nobody calls another.
  const star = terrain(digraph(names.map((to) => ({ from: "gate", to }))));
  const fresh = names.map((n, i) => a(n, "errors", i * 5));
  expect(situate(fresh, [], [], star).opens).toHaveLength(1);
  expect(situate(fresh.slice(0, 3), [], [], star).opens).toHaveLength(3);
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
  const open = [{ id: 1, sites: Sites.of(members) }];
  const started = performance.now();
  const fresh = Array.from({ length: 2000 }, () => a("gateway", "errors", 100));
  expect(situate(fresh, open, [], land).joins.get(1)).toHaveLength(2000);
  expect(performance.now() - started).toBeLessThan(1000);
});
