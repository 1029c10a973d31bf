import { z } from "zod";
import type { Db } from "../db/client";
import { diffGraphs, type WatchedGraph } from "../ingest/graph-diff";
import { graphOf, loadSnapshot, snapshotAt } from "../ingest/snapshot-store";
import { defineView } from "../view";

const hour = 3_600_000;
const keptMs = 7 * 24 * hour;

/** A time, epoch ms (the hour that ends with it), or a snapshot's id. */
const side = z.union([z.number().int().positive(), z.string().min(1).max(60)]);

/** Two times or snapshots of the graph side by side: what was added, removed, and what changed of the rest. */
export const graphDiff = defineView({
  input: z.object({ before: side, after: side }),
  async load({ db, now }, input) {
    const [before, after] = await Promise.all([
      readSide(db, input.before, now),
      readSide(db, input.after, now),
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

async function readSide(db: Db, which: number | string, now: number): Promise<Side> {
  const at = typeof which === "number" ? Math.min(which, now) : null;
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
  const to = at ?? now;
  return {
    graph: { ...(await graphOf(db.pool, to - hour, to)), spanMs: hour },
    said: { from: to - hour, to, snapshot: null },
  };
}
