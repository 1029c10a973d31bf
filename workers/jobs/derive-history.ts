import { z } from "zod";
import { addJob } from "@/lib/db/jobs";
import { closableTo } from "@/lib/detect/derived";
import {
  batchOf,
  deriveSpan,
  markFilled,
  readDerived,
  readGraph,
  readWatching,
  SeriesCatalogue,
  seriesOf,
} from "@/lib/detect/derived-store";
import { upsertSeries } from "@/lib/ingest/series-store";
import { backfillSamples } from "@/lib/samples/store";
import { defineJob } from "../job";

const dayMs = 86_400_000;
/** As much history as detectors learn from. */
const historyMs = 28 * dayMs;
const againMs = 5000;

/**
 * Makes the history of a new derived metric, day by day, then lets its live windows go on from there. History goes into
 * the samples and not into the stream: detectors learn from it, they do not judge it. Again from the start is harmless.
 */
export const deriveHistory = defineJob({
  name: "derive-history",
  payload: z.object({ id: z.string() }),
  async run({ db, log, now }, { id }) {
    const all = await readDerived(db);
    const d = all.find((x) => x.id === id);
    if (!d || d.upTo !== null) return;
    const { everyMs } = d.definition;
    const catalogue = new SeriesCatalogue();
    await catalogue.refresh(db);
    const [graph, watching] = await Promise.all([readGraph(db, all, catalogue), readWatching(db)]);
    const upTo = new Map(all.map((x) => [x.id, x.upTo]));
    const feeding = graph.feeding(id).map((f) => upTo.get(f) ?? null);
    const end = closableTo(d.definition, feeding, now());
    if (end === Number.NEGATIVE_INFINITY) {
      // What feeds it has no history itself yet
      await addJob(db.pool, "derive-history", { id }, { runAt: now() + againMs });
      return;
    }
    const start = Math.ceil((d.filledTo ?? end - historyMs) / everyMs) * everyMs;
    const context = { catalogue, barred: graph.after(id), watching };
    let made = 0;
    for (let from = start; from < end; from += dayMs) {
      const to = Math.min(from + dayMs, end);
      const points = await deriveSpan(db, d.definition, context, { from, to });
      const defs = points.map((p) => seriesOf(d, p.tags));
      const ids = await upsertSeries(db.pool, defs, { origin: "derived" });
      made += await backfillSamples(db.pool, [batchOf(points, ids)], { nowMs: now() });
      await markFilled(db, { id, to, live: false });
    }
    await markFilled(db, { id, to: end, live: true });
    log.info({ derived: id, points: made }, "history made");
  },
});
