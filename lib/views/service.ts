import { z } from "zod";
import type { Db } from "../db/client";
import { objectiveOf } from "../ingest/objective";
import { loadLearned } from "../ingest/objective-store";
import { affordableStart, readEdges } from "../ingest/traffic-store";
import {
  addAll,
  readInboundTrend,
  readOperationTrends,
  readServiceTrend,
  type Trend,
  trendOf,
  wholeBuckets,
} from "../ingest/trend-store";
import { readSetting } from "../people/setting-store";
import { Problem } from "../problem";
import { resolveRange } from "../series/time-range";
import { defineView } from "../view";
import { readFlags } from "./metrics-flags";

const minute = 60_000;
const mostPoints = 1500;
const shownOperations = 100;
const sparkOf = (t: Trend) => t.points.map((p) => p?.rate ?? null);

/**
 * One service over time: requests, failures and latencies in parts of 1, 5, 15 or 60 min, the same by operation, version and
 * instance, its changes, and whom it calls and who calls it.
 */
export const service = defineView({
  input: z.object({
    service: z.string().min(1).max(200),
    from: z.string(),
    to: z.string(),
    /** Minutes; the least of 1, 5, 15 and 60 that leaves a readable chart when absent */
    bucket: z.union([z.literal(1), z.literal(5), z.literal(15), z.literal(60)]).nullable(),
    /** Charts of this operation instead of all */
    operation: z.string().max(256).nullable().default(null),
  }),
  async load({ db, now }, input) {
    const range = resolveRange(input, now);
    const name = input.service;
    const known = await db.prisma.service.findUnique({
      where: { name },
      include: { versions: { orderBy: { lastSeenAt: "desc" }, take: 20 } },
    });
    if (!known)
      throw new Problem("not-found", `Nothing was ever heard of a service called ${name}.`);
    const bucketMs = bucketFor(range.to - range.from, input.bucket);
    const parts = wholeBuckets({ ...range, bucketMs });
    const [own, operations, versions, instances, edges, changes, rules, learned] =
      await Promise.all([
        readServiceTrend(db.pool, name, parts),
        readOperationTrends(db.pool, name, parts),
        readServiceTrend(db.pool, name, parts, "version"),
        readServiceTrend(db.pool, name, parts, "instance"),
        readNeighbours(db, name, range.from, Math.min(range.to, now)),
        readFlags(db, { services: [name], from: parts.from, to: parts.to }),
        readSetting(db.prisma, "graph"),
        loadLearned(db.pool),
      ]);
    const trend = (rows: Parameters<typeof trendOf>[0]) => trendOf(rows, parts, now);
    // A service that sends no metrics is known by its spans, one that sends neither by its callers'.
    const counted = own.has("") ? "metrics" : operations.size > 0 ? "spans" : "callers";
    const requests =
      counted === "callers"
        ? await readInboundTrend(db.pool, name, parts)
        : (own.get("") ?? addAll(operations.values()));
    const chosen = input.operation === null ? null : (operations.get(input.operation) ?? []);
    const shown = trend(chosen ?? requests);
    const listed = [...operations]
      .map(([operation, rows]) => ({ operation, trend: trend(rows) }))
      .sort((a, b) => b.trend.total.calls - a.trend.total.calls);
    const listOf = (by: typeof versions) =>
      [...by]
        .map(([key, rows]) => ({ key, trend: trend(rows) }))
        .sort((a, b) => b.trend.total.calls - a.trend.total.calls)
        .slice(0, 50)
        .map(({ key, trend: t }) => ({ name: key, ...t.total, spark: sparkOf(t) }));
    return {
      service: name,
      external: known.kind === "external",
      namespace: known.namespace,
      group: rules.services[name]?.group ?? null,
      firstSeenAt: known.firstSeenAt.getTime(),
      lastSeenAt: known.lastSeenAt.getTime(),
      version: known.versions[0]?.version ?? null,
      from: parts.from,
      to: parts.to,
      now,
      bucketMs,
      /** Where the numbers of the charts come from */
      counted: chosen ? "spans" : counted,
      objective: objectiveOf(rules, learned.get(name), name),
      total: shown.total,
      points: shown.points,
      operations: listed.slice(0, shownOperations).map(({ operation, trend: t }) => ({
        operation,
        ...t.total,
        spark: sparkOf(t),
        sparkErrors: t.points.map((p) => p?.errorShare ?? null),
      })),
      moreOperations: Math.max(0, listed.length - shownOperations),
      versions: listOf(versions),
      instances: listOf(instances),
      callers: edges.filter((e) => e.callee === name),
      callees: edges.filter((e) => e.caller === name),
      changes,
    };
  },
});

/** The least bucket that a person chose or that leaves at most 240 points; never so small that there are more than 1,500. */
function bucketFor(lengthMs: number, chosen: 1 | 5 | 15 | 60 | null): number {
  const sizes = [1, 5, 15, 60] as const;
  const least = chosen ?? sizes.find((m) => lengthMs / (m * minute) <= 240) ?? 60;
  const size = sizes.find((m) => m >= least && lengthMs / (m * minute) <= mostPoints) ?? 60;
  return size * minute;
}

async function readNeighbours(db: Db, name: string, from: number, to: number) {
  const start = await affordableStart(db.pool, from, to);
  const edges = await readEdges(db.pool, start, to, name);
  return edges.map(({ buckets: _, ...e }) => e).sort((a, b) => b.calls - a.calls);
}
