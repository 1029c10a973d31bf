import { describe, expect, test } from "vitest";
import { digraph } from "@/lib/graph/digraph";
import type { Scene, SpanRow } from "./scene";
import { sceneTraces } from "./scene-traces";

const t0 = Date.UTC(2026, 10, 23, 12);
const scene: Scene = {
  situationId: 1,
  now: t0 + 60_000,
  onsetAt: t0,
  members: [],
  graph: digraph([
    { from: "web", to: "orders" },
    { from: "orders", to: "db" },
  ]),
  silent: new Set(["db"]),
  changes: [],
  services: ["web", "orders", "db"],
};

type Fault = { db?: number; fails?: boolean };

/** Ten traces a minute from ten minutes before until `now`; web calls orders, which calls a db that sends no spans. */
function spans(fault: Fault): SpanRow[] {
  const rows: SpanRow[] = [];
  for (let at = t0 - 11 * 60_000; at < scene.now; at += 6000) {
    const bad = at >= t0 ? fault : {};
    const ms = bad.db ?? 20;
    const failed = bad.fails === true && (at / 6000) % 2 === 0;
    const row = (
      id: string,
      parent: string | null,
      service: string,
      start: number,
      end: number,
    ) => ({
      trace: `t${at}`,
      id,
      parent,
      service,
      operation: `${service}.do`,
      start: at + start,
      end: at + end,
      failed,
      says: failed ? "500" : null,
    });
    rows.push(row("w", null, "web", 0, ms + 10));
    rows.push(row("c", "w", "web", 1, ms + 9));
    rows.push(row("o", "c", "orders", 2, ms + 8));
    rows.push({ ...row("d", "o", "orders", 4, ms + 4), peer: "db", failed: false });
  }
  return rows;
}
const told = (fault: Fault) =>
  Object.fromEntries([...sceneTraces(scene, spans(fault))].map(([s, d]) => [s, d.score >= 1]));

describe("sceneTraces", () => {
  test("quiet traces say nothing against anybody, but that they were seen", () => {
    expect(told({})).toEqual({ web: false, orders: false, db: false });
  });

  test("a database without spans is told by the calls that go nowhere else", () => {
    expect(told({ db: 400 })).toEqual({ web: false, orders: false, db: true });
  });

  test("failures are told where they begin, not where they are passed on", () => {
    expect(told({ fails: true })).toEqual({ web: false, orders: true, db: false });
    expect(sceneTraces(scene, spans({ fails: true })).get("orders")?.says).toBe(
      "50 % of orders.do fail there and nowhere below, usually 0 %",
    );
  });

  test("without usual traces nothing is said", () => {
    const since = spans({ db: 400 }).filter((s) => s.start >= t0);
    expect(sceneTraces(scene, since).size).toBe(0);
  });
});
