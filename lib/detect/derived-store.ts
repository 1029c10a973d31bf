import type pg from "pg";
import { SeriesIndex } from "@/lib/series/expression-index";
import type { SampleBatch } from "@/lib/stream/sample-batch";
import type { Db, Tx } from "../db/client";
import type { InputJsonObject } from "../db/generated/internal/prismaNamespace";
import { addJobIn } from "../db/jobs";
import { announceIn } from "../db/live";
import { Problem } from "../problem";
import { readSeriesAfter } from "./catalog-store";
import {
  anomalyPoints,
  type Bout,
  compareSides,
  type DerivedMetric,
  type DerivedPoint,
  derivedMetric,
  derivedTag,
  foldSeries,
  type Side,
  type Source,
  type WindowMean,
} from "./derived";
import { DerivedGraph, madeBy, type Watching } from "./derived-graph";
import type { EngineSeries } from "./engine";

type Reader = Pick<Db, "pool">;

export type StoredDerived = {
  id: string;
  definition: DerivedMetric;
  author: string;
  createdAt: number;
  /** Windows up to here are done, epoch ms; null while its history is being made */
  upTo: number | null;
  filledTo: number | null;
  problem: string | null;
};

const ms = (column: string) => `(extract(epoch FROM "${column}") * 1000)::float8 AS "${column}"`;

/** All definitions, in the order in which they were made. */
export async function readDerived({ pool }: Reader): Promise<StoredDerived[]> {
  const { rows } = await pool.query<StoredDerived & { definition: unknown }>(
    `SELECT id, definition, author, problem, ${["createdAt", "upTo", "filledTo"].map(ms).join(", ")}
     FROM derived_metrics ORDER BY derived_metrics."createdAt", id`,
  );
  return rows.map((r) => ({ ...r, definition: derivedMetric.parse(r.definition) }));
}

/** Every detector with what its live version watches. */
export async function readWatching({ pool }: Reader): Promise<Watching[]> {
  const { rows } = await pool.query<Watching>(
    `SELECT d.id, v.target FROM detectors d
     JOIN detector_versions v ON v."detectorId" = d.id AND v.version = d."liveVersion" ORDER BY d.id`,
  );
  return rows;
}

/** All series, looked up by expression; knows only what `refresh` has read. */
export class SeriesCatalogue {
  private readonly index = new SeriesIndex<number>();
  private readonly byId = new Map<number, EngineSeries>();
  private newest = 0;

  /** Reads the series made since the last call. */
  async refresh(db: Db): Promise<void> {
    for (const series of await readSeriesAfter(db, this.newest)) {
      const { id, metric, tags } = series;
      this.index.add(id, metric, tags);
      this.byId.set(id, series);
      this.newest = Math.max(this.newest, id);
    }
  }

  matching(expression: string): EngineSeries[] {
    return this.index.match(expression).flatMap((id) => this.byId.get(id) ?? []);
  }

  /** Series that definitions have made, by definition. */
  made(): Map<string, Source[]> {
    const series = [...this.byId.values()].filter((s) => madeBy(s) !== null);
    return Map.groupBy(series, (s) => madeBy(s) ?? "");
  }
}

/** What takes from what, as it is now. */
export async function readGraph(
  db: Reader,
  definitions: readonly StoredDerived[],
  catalogue: SeriesCatalogue,
): Promise<DerivedGraph> {
  const made = catalogue.made();
  return new DerivedGraph(
    definitions.map((d) => ({ ...d, series: made.get(d.id) ?? [] })),
    await readWatching(db),
  );
}

type Span = { from: number; to: number };

/** Means of series in the windows that end after `from` and not after `to` (epoch ms, multiples of the width). */
async function readMeans(
  { pool }: Reader,
  sources: readonly Source[],
  { from, to }: Span,
  everyMs: number,
): Promise<WindowMean[]> {
  if (sources.length === 0) return [];
  const { rows } = await pool.query<WindowMean>(
    `SELECT series_id AS id, (ceil(extract(epoch FROM time) * 1000 / $4) * $4)::float8 AS "end", avg(value) AS value
     FROM samples WHERE series_id = ANY ($1::int[])
       AND time > to_timestamp($2::float8 / 1000) AND time <= to_timestamp($3::float8 / 1000)
     GROUP BY 1, 2 ORDER BY 2, 1`,
    [sources.map((s) => s.id), from, to, everyMs],
  );
  return rows;
}

async function readBouts(
  { pool }: Reader,
  detectorId: string,
  { from, to }: Span,
): Promise<Bout[]> {
  const { rows } = await pool.query<Bout>(
    `SELECT "seriesId" AS id, (extract(epoch FROM "startedAt") * 1000)::float8 AS "from",
       (extract(epoch FROM "endedAt") * 1000)::float8 AS "to", "peakScore" AS score
     FROM anomalies WHERE "detectorId" = $1 AND "startedAt" <= to_timestamp($3::float8 / 1000) AT TIME ZONE 'UTC'
       AND ("endedAt" IS NULL OR "endedAt" >= to_timestamp($2::float8 / 1000) AT TIME ZONE 'UTC')`,
    [detectorId, from, to],
  );
  return rows;
}

/** What a definition makes of the windows that end after `from` and not after `to`. `barred` must not feed it. */
export async function deriveSpan(
  db: Reader,
  { recipe, everyMs }: DerivedMetric,
  {
    catalogue,
    barred,
    watching,
  }: { catalogue: SeriesCatalogue; barred: ReadonlySet<string>; watching: readonly Watching[] },
  span: Span,
): Promise<DerivedPoint[]> {
  const side = async (expression: string): Promise<Side> => {
    const sources = catalogue.matching(expression).filter((s) => !barred.has(madeBy(s) ?? ""));
    return { sources, means: await readMeans(db, sources, span, everyMs) };
  };
  if (recipe.op === "anomalies") {
    const target = watching.find((w) => w.id === recipe.detectorId)?.target;
    if (target === undefined) return [];
    const [watched, bouts] = await Promise.all([
      side(target),
      readBouts(db, recipe.detectorId, { from: span.from - everyMs, to: span.to }),
    ]);
    return anomalyPoints(recipe.as, watched, bouts, everyMs);
  }
  if (recipe.op === "ratio" || recipe.op === "difference") {
    const [a, b] = await Promise.all([side(recipe.a), side(recipe.b)]);
    return compareSides(recipe.op, a, b, recipe.by, recipe.op === "ratio" ? recipe.minB : 0);
  }
  return foldSeries(recipe.op, await side(recipe.of), recipe.by);
}

/** The series of a point of a definition, as `upsertSeries` takes it. */
export const seriesOf = (
  { id, definition }: Pick<StoredDerived, "id" | "definition">,
  tags: DerivedPoint["tags"],
) => ({
  metric: definition.metric,
  tags: { ...tags, [derivedTag]: id },
  ...(definition.unit ? { unit: definition.unit } : {}),
});

/** Points as a batch, with the ids of their series. */
export const batchOf = (points: readonly DerivedPoint[], ids: readonly number[]): SampleBatch => ({
  ids: Int32Array.from(ids),
  times: Float64Array.from(points, (p) => p.at),
  values: Float64Array.from(points, (p) => p.value),
});

/** Adds a definition and the job that makes its history. Throws Problem "conflict" when there is one of that name. */
export async function insertDerived(
  tx: Tx,
  {
    id,
    definition,
    author,
    now,
  }: { id: string; definition: DerivedMetric; author: string; now: number },
): Promise<void> {
  const taken = await tx.derivedMetric.findFirst({
    where: { OR: [{ id }, { metric: definition.metric }] },
  });
  if (taken)
    throw new Problem(
      "conflict",
      `There is a derived metric ${taken.metric} already; choose another name.`,
    );
  await tx.derivedMetric.create({
    data: {
      id,
      metric: definition.metric,
      definition: definition as unknown as InputJsonObject,
      author,
      createdAt: new Date(now),
    },
  });
  await addJobIn(tx, "derive-history", { id }, { key: `derive-history ${id}` });
  await announceIn(tx, { topic: "detector" });
}

/** Ends a definition; what it has made stays. Throws Problem "not-found". */
export async function deleteDerived(tx: Tx, id: string): Promise<DerivedMetric> {
  const found = await tx.derivedMetric.findUnique({ where: { id } });
  if (!found) throw new Problem("not-found", "There is no such derived metric.");
  await tx.derivedMetric.delete({ where: { id } });
  await announceIn(tx, { topic: "detector" });
  return derivedMetric.parse(found.definition);
}

/** Moves the mark of a definition on, unless another process has: false then, and what was made must not be kept. */
export async function moveMark(
  tx: pg.PoolClient,
  { id, from, to }: { id: string; from: number; to: number },
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `UPDATE derived_metrics SET "upTo" = to_timestamp($3::float8 / 1000) AT TIME ZONE 'UTC', problem = NULL
     WHERE id = $1 AND "upTo" = to_timestamp($2::float8 / 1000) AT TIME ZONE 'UTC'`,
    [id, from, to],
  );
  return rowCount === 1;
}

/** How far the history of a definition is; with `live` it is done, and new windows go on from there. */
export async function markFilled(
  { pool }: Reader,
  { id, to, live }: { id: string; to: number; live: boolean },
): Promise<void> {
  await pool.query(
    `UPDATE derived_metrics SET "filledTo" = to_timestamp($2::float8 / 1000) AT TIME ZONE 'UTC',
       "upTo" = CASE WHEN $3 THEN to_timestamp($2::float8 / 1000) AT TIME ZONE 'UTC' ELSE "upTo" END
     WHERE id = $1`,
    [id, to, live],
  );
}
