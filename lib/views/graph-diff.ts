import { z } from "zod";
import type { Db } from "../db/client";
import { diffGraphs, type WatchedGraph } from "../ingest/graph-diff";
import { graphOf, loadSnapshot, snapshotAt } from "../ingest/snapshot-store";
import { defineView } from "../view";

const hour = 3_600_000;
const leastMs = 300_000;
const keptMs = 7 * 24 * hour;

/** A time, epoch ms, or a snapshot's id. */
const side = z.union([z.number().int().positive(), z.string().min(1).max(60)]);

/**
 * Two times or snapshots of the graph side by side: what was added, removed, and what changed of the rest. A time stands for
 * the hour that ends with it, or for as much of it as two times lie apart, so that no call is on both sides.
 */
export const graphDiff = defineView({
  input: z.object({ before: side, after: side }),
  async load({ db, now }, input) {
    const at = (which: number | string) =>
      typeof which === "number" ? Math.min(which, now) : null;
    const [a, b] = [at(input.before), at(input.after)];
    const apart = a === null || b === null ? hour : Math.abs(b - a);
    const lengthMs = Math.min(hour, Math.max(leastMs, apart));
    const [before, after] = await Promise.all([
      readSide(db, a ?? String(input.before), lengthMs, now),
      readSide(db, b ?? String(input.after), lengthMs, now),
    ]);
    const diff = diffGraphs(before.graph, after.graph);
    const count = (status: string) => diff.edges.filter((e) => e.status === status).length;
    return {
      before: before.said,
      after: after.said,
      nodes: diff.nodes,
      edges: diff.edges,
      counts: { added: count("added"), removed: count("removed"), changed: count("changed") },
    };
  },
});

type Side = {
  graph: WatchedGraph;
  said: { from: number; to: number; snapshot: { id: string; title: string } | null };
};

async function readSide(
  db: Db,
  which: number | string,
  lengthMs: number,
  now: number,
): Promise<Side> {
  const kept =
    typeof which === "string"
      ? await loadSnapshot(db.prisma, which)
      : which < now - keptMs
        ? await snapshotAt(db.prisma, which)
        : null;
  if (kept)
    return {
      graph: { ...kept.body, spanMs: kept.to - kept.from },
      said: { from: kept.from, to: kept.to, snapshot: { id: kept.id, title: kept.title } },
    };
  const to = which as number;
  const from = to - lengthMs;
  const [body, first] = await Promise.all([
    graphOf(db.pool, from, to),
    db.prisma.edgeWindow.aggregate({
      _min: { start: true },
      where: { start: { gte: new Date(from), lt: new Date(to) } },
    }),
  ]);
  // A fleet that is minutes old was not watched for an hour.
  const since = Math.max(from, first._min.start?.getTime() ?? from);
  return {
    graph: { ...body, spanMs: Math.max(10_000, to - since) },
    said: { from, to, snapshot: null },
  };
}
