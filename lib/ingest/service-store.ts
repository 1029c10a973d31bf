import type pg from "pg";
import { recordTelemetryDeploy } from "./change-store";

export type SeenVersion = { service: string; version: string; atMs: number; namespace?: string };

const ts = (ms: string) => `to_timestamp(${ms} / 1000) AT TIME ZONE 'UTC'`;

/**
 * Notes in the caller's transaction that services sent telemetry, and of which version. A version that is new to a
 * service of which another is known is a deploy. `nowMs` is when it was heard.
 */
export async function noteVersions(
  tx: pg.PoolClient,
  seen: readonly SeenVersion[],
  nowMs: number,
): Promise<void> {
  // In one order for all, so that two processes cannot wait for each other.
  const services = [...new Set(seen.map((s) => s.service))].sort();
  if (services.length === 0) return;
  await tx.query(
    `INSERT INTO services (name, kind, "firstSeenAt", "lastSeenAt")
     SELECT s, 'instrumented', ${ts("$2::float8")}, ${ts("$2::float8")} FROM unnest($1::text[]) AS s
     ON CONFLICT (name) DO UPDATE SET kind = 'instrumented', "lastSeenAt" = EXCLUDED."lastSeenAt"`,
    [services, nowMs],
  );
  await noteNamespaces(tx, seen);
  const versions = new Map<string, SeenVersion>();
  for (const s of seen) {
    const key = `${s.service}\t${s.version}`;
    const old = versions.get(key);
    if (s.version !== "" && (!old || s.atMs < old.atMs)) versions.set(key, s);
  }
  for (const [, { service, version, atMs }] of [...versions].sort(([a], [b]) => (a < b ? -1 : 1)))
    await noteVersion(tx, service, version, Math.min(atMs, nowMs), nowMs);
}

async function noteNamespaces(tx: pg.PoolClient, seen: readonly SeenVersion[]): Promise<void> {
  const told = new Map(seen.flatMap((s) => (s.namespace ? [[s.service, s.namespace]] : [])));
  if (told.size === 0) return;
  const names = [...told.keys()].sort();
  await tx.query(
    `UPDATE services SET namespace = n FROM unnest($1::text[], $2::text[]) AS t(s, n)
     WHERE name = s AND namespace IS DISTINCT FROM n`,
    [names, names.map((n) => told.get(n)?.slice(0, 80))],
  );
}

async function noteVersion(
  tx: pg.PoolClient,
  service: string,
  version: string,
  atMs: number,
  nowMs: number,
): Promise<void> {
  const { rowCount } = await tx.query(
    `UPDATE service_versions SET "lastSeenAt" = ${ts("$3::float8")} WHERE service = $1 AND version = $2`,
    [service, version, nowMs],
  );
  if (rowCount) return;
  const before = await tx.query<{ version: string }>(
    `SELECT version FROM service_versions WHERE service = $1 ORDER BY "lastSeenAt" DESC LIMIT 1`,
    [service],
  );
  const added = await tx.query(
    `INSERT INTO service_versions (service, version, "firstSeenAt", "lastSeenAt")
     VALUES ($1, $2, ${ts("$3::float8")}, ${ts("$4::float8")}) ON CONFLICT DO NOTHING`,
    [service, version, atMs, nowMs],
  );
  const from = before.rows[0]?.version;
  if (added.rowCount && from !== undefined)
    await recordTelemetryDeploy(tx, { service, from, to: version, at: atMs });
}

/** Notes callees that send no telemetry of their own; those that do stay what they are. */
export async function noteExternal(
  tx: pg.PoolClient | pg.Pool,
  names: readonly string[],
): Promise<void> {
  if (names.length === 0) return;
  await tx.query(
    `INSERT INTO services (name, kind) SELECT n, 'external' FROM unnest($1::text[]) AS n ORDER BY n
     ON CONFLICT (name) DO UPDATE SET "lastSeenAt" = now() AT TIME ZONE 'UTC'`,
    [[...names].sort()],
  );
}
