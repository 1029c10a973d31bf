import type pg from "pg";
import { seriesKey, type Tags } from "@/lib/series/tags";

/** What makes a series; `unit` is told once, by whoever names it first. */
export type SeriesDef = { metric: string; tags: Tags; unit?: string };

/** Tags that name the service of a series, the most telling first. */
const serviceTags = ["service", "service.name", "service_name", "job", "app"] as const;

/** The service that a series' tags tell of, or null. */
export function serviceOf(tags: Tags): string | null {
  for (const name of serviceTags) {
    const value = tags[name];
    // Prometheus writes the job of OTLP resources as namespace/name.
    if (value) return name === "job" ? (value.split("/").at(-1) ?? value) : value;
  }
  return null;
}

const insertSql = `
  INSERT INTO series (key, metric, tags, unit, service, origin)
  SELECT k, m, t::jsonb, u, s, $6 FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) AS n(k, m, t, u, s)
  ON CONFLICT (key) DO NOTHING RETURNING id, key`;

type Row = { id: number; key: string };

/** Ids of series, made where missing, in the order given. Series have rows of their own before any sample needs them. */
export async function upsertSeries(
  pool: pg.Pool,
  defs: readonly SeriesDef[],
  { origin = "live" }: { origin?: "live" | "simulated" | "derived" } = {},
): Promise<number[]> {
  const keys = defs.map((d) => seriesKey(d.metric, d.tags));
  const ids = new Map<string, number>();
  const look = async (wanted: string[]) => {
    const { rows } = await pool.query<Row>("SELECT id, key FROM series WHERE key = ANY ($1)", [
      wanted,
    ]);
    for (const { id, key } of rows) ids.set(key, id);
  };
  await look(keys);
  const missing = new Map<string, SeriesDef>();
  for (const [i, def] of defs.entries()) {
    const key = keys[i] ?? "";
    if (!ids.has(key)) missing.set(key, def);
  }
  if (missing.size > 0) {
    const of = [...missing.values()];
    const { rows } = await pool.query<Row>(insertSql, [
      [...missing.keys()],
      of.map((d) => d.metric),
      of.map((d) => JSON.stringify(d.tags)),
      of.map((d) => d.unit || null),
      of.map((d) => serviceOf(d.tags)),
      origin,
    ]);
    for (const { id, key } of rows) ids.set(key, id);
    // Those another process made in between are not returned to us.
    const others = [...missing.keys()].filter((key) => !ids.has(key));
    if (others.length > 0) await look(others);
  }
  return keys.map((key) => {
    const id = ids.get(key);
    if (id === undefined) throw new Error(`series ${key} was neither found nor made`);
    return id;
  });
}

/** Notes when series were last heard of. */
export async function saveLastAt(
  pool: pg.Pool,
  lastAt: ReadonlyMap<number, number>,
): Promise<void> {
  if (lastAt.size === 0) return;
  await pool.query(
    `UPDATE series SET "lastAt" = greatest("lastAt", to_timestamp(n.at / 1000) AT TIME ZONE 'UTC')
     FROM unnest($1::int[], $2::float8[]) AS n(id, at) WHERE series.id = n.id`,
    [[...lastAt.keys()], [...lastAt.values()]],
  );
}
