import { z } from "zod";
import { counts } from "../detect/model";
import { summarizeReadiness } from "../detect/readiness-summary";
import { Problem } from "../problem";
import type { Tags } from "../series/tags";
import { defineView } from "../view";
import { readReadiness } from "./detector-readiness";
import { matcherOf } from "./detectors-match";
import { metricTitle, tagWords } from "./metrics-words";

/** One detector: its versions with who and why, the series it watches, and every metric a target may name. */
export const detector = defineView({
  input: z.object({ id: z.string() }),
  async load({ db }, { id }) {
    const [found, series, raised, readiness] = await Promise.all([
      db.prisma.detector.findUnique({
        where: { id },
        include: { versions: { orderBy: { version: "desc" } } },
      }),
      db.prisma.series.findMany({
        orderBy: [{ service: "asc" }, { metric: "asc" }, { id: "asc" }],
        take: 5000,
        select: { id: true, metric: true, tags: true, service: true, unit: true },
      }),
      db.pool.query<{ version: number; count: number; strong: number }>(
        `SELECT "detectorVersion" AS version, count(*)::int AS count,
                count(*) FILTER (WHERE level = 'STRONG')::int AS strong
         FROM anomalies WHERE "detectorId" = $1 GROUP BY 1`,
        [id],
      ),
      readReadiness(db, id),
    ]);
    if (!found)
      throw new Problem("not-found", "There is no such detector. It may have been removed.");
    const live = found.versions.find((v) => v.version === found.liveVersion);
    if (!live) throw new Problem("not-found", "This detector has no live version.");
    const matches = matcherOf(live.target);
    const matched = series.filter((s) => matches(s.metric, s.tags as Tags)).map((s) => s.id);
    return {
      id: found.id,
      title: found.title,
      enabled: found.enabled,
      managed: found.managed,
      rule: found.ruleId,
      /** Why it pages nobody; null when it is trusted */
      untrusted: found.untrusted === null ? null : (found.untrustedWhy ?? ""),
      /** The version that runs, or ran, beside the live one and is not decided on */
      shadow: found.shadowVersion,
      readiness: summarizeReadiness(readiness.get(id) ?? [], matched.length, found.problem),
      version: found.liveVersion,
      settings: settingsOf(live),
      versions: found.versions.map((v) => ({
        version: v.version,
        settings: settingsOf(v),
        note: v.note,
        author: v.author,
        createdAt: v.createdAt.getTime(),
        raised: raised.rows.find((r) => r.version === v.version)?.count ?? 0,
        strong: raised.rows.find((r) => r.version === v.version)?.strong ?? 0,
      })),
      /** Which of `series` the live target chooses, by id */
      matched,
      series: series.map((s) => ({
        id: s.id,
        metric: s.metric,
        title: metricTitle(s.metric),
        service: s.service,
        tags: s.tags as Tags,
        tagWords: tagWords(s.tags as Tags),
        unit: s.unit,
      })),
    };
  },
});

const settingsOf = (v: {
  algorithm: string;
  params: unknown;
  counts: unknown;
  target: string;
}) => ({
  algorithm: v.algorithm,
  params: v.params as Record<string, unknown>,
  counts: counts.parse(v.counts),
  target: v.target,
});
