import { z } from "zod";
import { detectors } from "../detect/detectors";
import { frozenForecast } from "../detect/frozen-forecast";
import { golden } from "../ingest/model";
import { readSetting } from "../people/setting-store";
import { Problem } from "../problem";
import { readSamples } from "../samples/store";
import type { Tags } from "../series/tags";
import { lossOf } from "../situate/forecast-loss";
import type { Impact } from "../situate/model";
import { defineView } from "../view";
import { matcherOf, readLiveDetectors } from "./detectors-match";

/** History that the forecast is made from, and residuals before the onset that say how sure it is. */
const leadInMs = 8 * 86_400_000;
const residualsMs = 60 * 60_000;
/** Onsets are window starts and smear over a window or two. */
const guardMs = 30_000;
/** After this long what is missing is another question; also what keeps the reading short. */
const longestMs = 4 * 60 * 60_000;
const mostSeries = 3;

/**
 * What is missing against forecast since the onset of a situation, for the series that people have called business, or
 * for the requests at its entry when there are none: "bookings −312 ± 40 so far".
 */
export const situationLoss = defineView({
  input: z.object({ id: z.number().int().positive() }),
  async load({ db, now }, { id }) {
    const row = await db.prisma.situation.findUnique({
      where: { id },
      select: { onsetAt: true, resolvedAt: true, impact: true },
    });
    if (!row) throw new Problem("not-found", "There is no such situation.");
    const { business } = await readSetting(db.prisma, "business-series");
    const entry = (row.impact as Impact).entry;
    const wanted =
      business.length > 0
        ? business
        : entry
          ? [
              {
                name: `requests at ${entry}`,
                target: `metric = ${golden.requests} AND service = ${entry}`,
              },
            ]
          : [];
    const all = await db.prisma.series.findMany({
      where: business.length > 0 ? {} : { service: entry, metric: golden.requests },
      select: { id: true, metric: true, tags: true, unit: true },
      take: 5000,
    });
    const live = (await readLiveDetectors(db)).filter((d) => d.enabled);
    const chosen = wanted.flatMap(({ name, target }) => {
      const matches = matcherOf(target);
      return all.filter((s) => matches(s.metric, s.tags as Tags)).map((s) => ({ ...s, name }));
    });
    const onset = row.onsetAt.getTime();
    const end = Math.min(row.resolvedAt?.getTime() ?? now, onset + longestMs);
    const from = onset - residualsMs;
    const losses = [];
    for (const series of chosen.slice(0, mostSeries)) {
      const tags = series.tags as Tags;
      const watch = live.find(
        (d) => d.algorithm in detectors && matcherOf(d.target)(series.metric, tags),
      );
      const detector = watch && detectors[watch.algorithm];
      if (!watch || !detector) continue;
      const points = (await readSamples(db.pool, [series.id], onset - leadInMs, end)).get(
        series.id,
      );
      if (!points) continue;
      const freezeAt = onset - guardMs;
      const seen = frozenForecast({ detector, params: watch.params }, points, { from, freezeAt });
      const loss = lossOf(
        seen.filter((p) => p.t < freezeAt),
        seen.filter((p) => p.t >= onset),
      );
      if (loss)
        losses.push({ seriesId: series.id, name: series.name, detector: watch.title, ...loss });
    }
    return { chosen: business.length > 0, until: end, losses };
  },
});
