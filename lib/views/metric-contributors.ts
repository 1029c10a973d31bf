import { z } from "zod";
import type { Db } from "../db/client";
import { Problem } from "../problem";
import { readDownsampled } from "../samples/store";
import type { Tags } from "../series/tags";
import { resolveRange } from "../series/time-range";
import { defineView } from "../view";
import { addsUp, rankContributors } from "./metric-contributors-rank";
import { shownPoints } from "./metrics-points";

const week = 7 * 86_400_000;
const mostSeries = 300;
const mostValues = 8;

/**
 * Which tags explain a change: the mean of every series like this one in the range, against the same range a week
 * before, or against the range just before where there was nothing then.
 */
export const metricContributors = defineView({
  input: z.object({
    id: z.number().int(),
    from: z.string(),
    to: z.string(),
    /** Also the points of this one of them */
    show: z.number().int().nullable().default(null),
  }),
  async load({ db, now }, input) {
    const { from, to } = resolveRange(input, now);
    const end = Math.min(to, now);
    const series = await db.prisma.series.findUnique({ where: { id: input.id } });
    if (!series)
      throw new Problem("not-found", "There is no such series. It may have been removed.");
    const read = (service: string | null) =>
      db.prisma.series.findMany({
        where: { metric: series.metric, ...(service === null ? {} : { service }) },
        orderBy: [{ lastAt: { sort: "desc", nulls: "last" } }, { id: "asc" }],
        take: mostSeries,
        select: { id: true, tags: true },
      });
    const own = series.service === null ? [] : await read(series.service);
    // Alone within its service, a series is compared with the same of other services
    const like = own.length > 1 ? own : await read(null);
    const ids = like.map((s) => s.id);
    const [means, weekAgo, line] = await Promise.all([
      readMeans(db, ids, from, end),
      readMeans(db, ids, from - week, end - week),
      input.show !== null && ids.includes(input.show)
        ? readDownsampled(db.pool, [input.show], from, end, 400)
        : null,
    ]);
    const before = weekAgo.size > 0 ? weekAgo : await readMeans(db, ids, from - (end - from), from);
    const adds = addsUp(series.unit);
    return {
      unit: series.unit,
      metric: series.metric,
      adds,
      series: like.length,
      cut: like.length >= mostSeries,
      against: weekAgo.size > 0 ? ("week" as const) : ("before" as const),
      within: own.length > 1 ? series.service : null,
      tags: rankContributors(
        like.map((s) => ({
          id: s.id,
          tags: s.tags as Tags,
          now: means.get(s.id) ?? null,
          before: before.get(s.id) ?? null,
        })),
        { adds, most: mostValues },
      ),
      line: input.show === null ? null : shownPoints(line?.get(input.show)),
    };
  },
});

async function readMeans(
  db: Db,
  ids: readonly number[],
  from: number,
  to: number,
): Promise<Map<number, number>> {
  const { rows } = await db.pool.query<{ id: number; mean: number }>(
    `SELECT series_id AS id, avg(value) AS mean FROM samples
     WHERE series_id = ANY ($1) AND time >= to_timestamp($2::float8 / 1000) AND time < to_timestamp($3::float8 / 1000)
     GROUP BY 1`,
    [ids, from, to],
  );
  return new Map(rows.map((r) => [r.id, r.mean]));
}
