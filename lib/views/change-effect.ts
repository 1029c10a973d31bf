import { z } from "zod";
import type { Db } from "../db/client";
import { golden, logMetrics } from "../ingest/model";
import { Problem } from "../problem";
import { defineView } from "../view";
import { metricTitle } from "./metrics-words";

const minute = 60_000;
/** Parts of the comparison's range; the change stands at the edge of one. */
const slotMs = 30_000;
const beforeMs = 20 * minute;
const afterMs = 30 * minute;
/** A whole half hour after a change its first minutes are left out: caches warm up, old instances drain. */
const settleMs = 10 * minute;
/** Smaller differences are not worth a line; the golden signals always have one. */
const leastChange = 0.05;
const most = 14;

type Verdict = "worse" | "better" | "even";

/** What all series of one metric (and severity, for logs) held in one part of the range. */
export type Slot = {
  metric: string;
  unit: string | null;
  severity: string | null;
  slot: number;
  sum: number;
  n: number;
};

const always: readonly string[] = [golden.requests, golden.errors, golden.p95];
/** More of it is worse, less is better; of anything else nobody can say. */
const bad = ({ metric, severity }: Pick<Slot, "metric" | "severity">): boolean =>
  metric === golden.errors ||
  metric.startsWith("service.latency.") ||
  (metric === logMetrics.messages && (severity === "error" || severity === "fatal"));

/**
 * Each metric's mean before and after, the golden signals first, then what moved by at least 5 %, most first. `change` is
 * relative to before; null where there was nothing before.
 */
export function compareSlots(
  rows: readonly Slot[],
  { split, after, end }: { split: number; after: number; end: number },
) {
  const groups = new Map<string, Slot[]>();
  for (const row of rows) {
    const key = `${row.metric} ${row.severity ?? ""}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const mean = (slots: readonly Slot[]): number | null => {
    const n = slots.reduce((sum, s) => sum + s.n, 0);
    return n === 0 ? null : slots.reduce((sum, s) => sum + s.sum, 0) / n;
  };
  return [...groups.values()]
    .flatMap((mine) => {
      const [first] = mine;
      if (!first) return [];
      const { metric, unit, severity } = first;
      const before = mean(mine.filter((s) => s.slot < split));
      const later = mean(mine.filter((s) => s.slot >= after && s.slot < end));
      const change =
        before === null || later === null || before === 0
          ? before === 0 && later === 0
            ? 0
            : null
          : (later - before) / Math.abs(before);
      const moved = before !== null && later !== null && Math.abs(change ?? 1) >= leastChange;
      if (!moved && !always.includes(metric)) return [];
      const spark: (number | null)[] = Array.from({ length: end }, () => null);
      for (const s of mine) if (s.slot >= 0 && s.slot < end) spark[s.slot] = s.sum / s.n;
      const up = (later ?? 0) - (before ?? 0);
      const verdict: Verdict = !moved || !bad(first) ? "even" : up > 0 ? "worse" : "better";
      return [{ metric, unit, severity, before, after: later, change, verdict, spark }];
    })
    .sort((a, b) => {
      const rank = (m: string) => (always.includes(m) ? always.indexOf(m) : always.length);
      return (
        rank(a.metric) - rank(b.metric) ||
        Math.abs(b.change ?? Number.POSITIVE_INFINITY) -
          Math.abs(a.change ?? Number.POSITIVE_INFINITY) ||
        (a.metric < b.metric ? -1 : 1)
      );
    })
    .slice(0, most);
}

/** A service's signals before one of its changes against after it, until the next change or for half an hour. */
export const changeEffect = defineView({
  input: z.object({ id: z.string().max(100) }),
  async load({ db, now }, { id }) {
    const change = await db.prisma.change.findUnique({ where: { id } });
    if (!change) throw new Problem("not-found", "There is no such change.");
    const at = change.at.getTime();
    const done = Math.max(at, change.finishedAt?.getTime() ?? at);
    const next = await db.prisma.change.findFirst({
      where: { service: change.service, at: { gt: new Date(done) } },
      orderBy: { at: "asc" },
      select: { at: true, title: true },
    });
    const to = Math.min(now, done + afterMs, next?.at.getTime() ?? Number.POSITIVE_INFINITY);
    const settled = to - done >= afterMs;
    const start = settled ? done + settleMs : done;
    const from = at - beforeMs;
    const slotOf = (t: number) => Math.floor((t - from) / slotMs);
    const end = Math.max(slotOf(to), slotOf(start) + 1);
    const rows = await readSlots(db, change.service, from, from + end * slotMs);
    return {
      service: change.service,
      at,
      /** What is compared, epoch ms */
      before: { from, to: at },
      after: { from: start, to },
      /** Where the change stands in `spark` */
      split: slotOf(at),
      settled,
      /** What ended the time after it, where that was another change */
      next: next && next.at.getTime() <= to ? next.title : null,
      rows: compareSlots(rows, { split: slotOf(at), after: slotOf(start), end }).map((r) => ({
        ...r,
        title: r.severity ? `${metricTitle(r.metric)}, ${r.severity}` : metricTitle(r.metric),
      })),
    };
  },
});

/** Sums of all points of a service by metric and part of the range; patterns of logs are too many to compare. */
async function readSlots(db: Db, service: string, from: number, to: number): Promise<Slot[]> {
  const { rows } = await db.pool.query<Slot>(
    `SELECT s.metric, s.unit, CASE WHEN s.metric = $5 THEN s.tags->>'severity' END AS severity,
            floor((extract(epoch FROM p.time) * 1000 - $2::float8) / $4::float8)::int AS slot,
            sum(p.value) AS sum, count(*)::int AS n
     FROM series s JOIN samples p ON p.series_id = s.id
     WHERE s.service = $1 AND s.metric <> $6
       AND p.time >= to_timestamp($2::float8 / 1000) AND p.time < to_timestamp($3::float8 / 1000)
     GROUP BY 1, 2, 3, 4`,
    [service, from, to, slotMs, logMetrics.messages, logMetrics.pattern],
  );
  return rows;
}
