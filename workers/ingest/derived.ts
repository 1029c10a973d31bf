import { announce } from "@/lib/db/live";
import { closableTo } from "@/lib/detect/derived";
import {
  batchOf,
  deriveSpan,
  moveMark,
  readDerived,
  readGraph,
  readWatching,
  SeriesCatalogue,
  seriesOf,
} from "@/lib/detect/derived-store";
import { type AcceptPorts, appendSamples, inTransaction } from "@/lib/ingest/accept-store";
import { seriesKey } from "@/lib/series/tags";
import type { Committer } from "./committer";
import type { SeriesCatalog } from "./series-catalog";

/** After a standstill, so much is made up for in one turn. */
const mostMs = 6 * 3_600_000;

/**
 * One turn of derived series: closes the windows that are complete, each definition after those that feed it. The points
 * and the mark up to where they are go into one transaction, so none is made twice or left out.
 */
export function derivedTurn(
  ports: AcceptPorts,
  committer: Pick<Committer, "between">,
  catalog: SeriesCatalog,
  now: () => number,
): () => Promise<void> {
  const catalogue = new SeriesCatalogue();
  const { db } = ports;
  return async () => {
    const all = await readDerived(db);
    const live = new Map(all.filter((d) => d.upTo !== null).map((d) => [d.id, d]));
    if (live.size === 0) return;
    await catalogue.refresh(db);
    const [graph, watching] = await Promise.all([readGraph(db, all, catalogue), readWatching(db)]);
    for (const id of graph.inOrder([...live.keys()])) {
      const d = live.get(id);
      if (!d || d.upTo === null) continue;
      const from = d.upTo;
      const feeding = graph.feeding(id).map((f) => live.get(f)?.upTo ?? null);
      const to = Math.min(closableTo(d.definition, feeding, now()), from + mostMs);
      if (to <= from) continue;
      const barred = graph.after(id);
      const points = await deriveSpan(
        db,
        d.definition,
        { catalogue, barred, watching },
        { from, to },
      );
      const defs = points.map((p) => seriesOf(d, p.tags));
      const ids = await catalog.resolve(
        defs.map((s) => ({ ...s, key: seriesKey(s.metric, s.tags) })),
      );
      const kept = await committer.between(() =>
        inTransaction(db.pool, async (tx) => {
          if (!(await moveMark(tx, { id, from, to }))) return false;
          if (points.length > 0) await appendSamples(ports, tx, batchOf(points, ids), now());
          await announce(tx, { topic: "samples" });
          return true;
        }),
      );
      if (!kept) continue;
      for (const [i, p] of points.entries()) catalog.heard(ids[i] as number, p.at);
      live.set(id, { ...d, upTo: to });
    }
  };
}
