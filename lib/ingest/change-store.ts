import { isDeepStrictEqual } from "node:util";
import type pg from "pg";
import { announce } from "../db/live";
import { type Actor, workerActor } from "../people/model";
import { Problem } from "../problem";
import { recordWith } from "../timeline/store";
import { changeTitle } from "./change-words";
import { type ChangeRow, mergeChange } from "./merge-change";
import type { ChangeInput, Undo } from "./model";

/** A deploy told by somebody and the same version seen in telemetry within this time are one change. */
const mergeMs = 10 * 60_000;
/** How far a sender's clock may be ahead. */
const skewMs = 5 * 60_000;

/** A told change; `finishedAt` (epoch ms) where the sender knows when it ended. */
export type Told = ChangeInput & { finishedAt?: number };

export type Teller = {
  /** api, webhook:<integration id>, telemetry or sitroom */
  source: string;
  /** Names the message for good, for changes that carry no id of their own */
  messageId: string;
  actor: Actor;
  /** Epoch ms */
  now: number;
  /** Integration that can undo this sender's deploys */
  undoWith?: string | undefined;
};

export type Recorded = { id: string; outcome: "created" | "updated" | "known" };

type Known = ChangeRow & { id: string };

const ms = (column: string) => `(extract(epoch FROM ${column}) * 1000)::float8`;
const columns = `id, kind, service, "from", "to", title, author, link, source, "externalKey", status,
  ${ms("at")} AS at, ${ms('"finishedAt"')} AS "finishedAt", undo, details`;
const iso = (at: number) => new Date(at).toISOString();
const isoOrNull = (at: number | null) => (at === null ? null : iso(at));

/**
 * Takes in one change: a new row, or news about a row that is there already. The same sender's id, or a deploy of the
 * same version that telemetry or another sender told of minutes ago, is the same change. Status moves from started to
 * succeeded or failed and never back. Call inside a transaction. Throws Problem "bad-input" for a time in the future.
 */
export async function recordChange(
  client: pg.PoolClient,
  told: Told,
  teller: Teller,
): Promise<Recorded> {
  const at = timeOf(told, teller.now);
  const externalKey = `${teller.source}:${told.id ?? teller.messageId}`;
  // Everybody who tells of this service waits in line, so that two tellers of one deploy cannot both insert it.
  await client.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [
    `change:${told.service}`,
  ]);
  const known =
    (await byKey(client, externalKey)) ??
    (told.kind === "deploy" && told.to
      ? await sameDeploy(client, told.service, told.to, at, teller.source)
      : undefined);
  const from =
    told.from ??
    known?.from ??
    (told.kind === "deploy" && told.to
      ? await versionBefore(client, told.service, told.to, at)
      : undefined);
  const row: ChangeRow = {
    kind: told.kind,
    service: told.service,
    from: from ?? null,
    to: told.to ?? null,
    title: changeTitle({ ...told, from }),
    author: told.author ?? null,
    link: told.link ?? null,
    source: teller.source,
    externalKey,
    status: told.status,
    at,
    finishedAt: told.status === "started" ? null : (told.finishedAt ?? at),
    undo: undoOf(told, from, teller.undoWith),
    details: told.details,
  };
  return known
    ? update(client, known, mergeChange(known, row, told.title !== undefined), teller)
    : insert(client, row, teller);
}

/**
 * A version of a service that telemetry saw for the first time at `at` (epoch ms). When somebody has told of this deploy,
 * nothing is added. Call inside the transaction that notes the version.
 */
export async function recordTelemetryDeploy(
  client: pg.PoolClient,
  seen: { service: string; from: string | null; to: string; at: number },
): Promise<Recorded> {
  return recordChange(
    client,
    {
      kind: "deploy",
      service: seen.service,
      ...(seen.from === null ? {} : { from: seen.from }),
      to: seen.to,
      status: "succeeded",
      details: { firstSeenAt: seen.at },
    },
    {
      source: "telemetry",
      messageId: `${seen.service}:${seen.to}:${seen.at}`,
      actor: workerActor("ingest"),
      now: seen.at,
    },
  );
}

function timeOf({ at }: Told, now: number): number {
  const ms = at === undefined ? now : typeof at === "number" ? at : Date.parse(at);
  if (ms > now + skewMs)
    throw new Problem("bad-input", `at: ${iso(ms)} is in the future; it is ${iso(now)} here.`);
  return Math.min(ms, now);
}

async function byKey(client: pg.PoolClient, externalKey: string): Promise<Known | undefined> {
  const { rows } = await client.query<Known>(
    `SELECT ${columns} FROM changes WHERE "externalKey" = $1`,
    [externalKey],
  );
  return rows[0];
}

/** The deploy of this version that another teller told of minutes ago, unless another version came in between. */
async function sameDeploy(
  client: pg.PoolClient,
  service: string,
  to: string,
  at: number,
  source: string,
): Promise<Known | undefined> {
  const { rows } = await client.query<Known>(
    `SELECT ${columns} FROM changes c
     WHERE kind = 'deploy' AND service = $1 AND "to" = $2 AND source <> $3
       AND at BETWEEN $4::timestamp AND $5::timestamp
       AND NOT EXISTS (
         SELECT FROM changes o WHERE o.kind = 'deploy' AND o.service = $1 AND o."to" <> $2
           AND o.at > least(c.at, $6::timestamp) AND o.at < greatest(c.at, $6::timestamp))
     ORDER BY at DESC LIMIT 1`,
    [service, to, source, iso(at - mergeMs), iso(at + mergeMs), iso(at)],
  );
  return rows[0];
}

/** What ran before: the last told deploy's version, else the version that telemetry saw last. */
async function versionBefore(
  client: pg.PoolClient,
  service: string,
  to: string,
  at: number,
): Promise<string | undefined> {
  const { rows } = await client.query<{ version: string }>(
    `SELECT version FROM (
       (SELECT "to" AS version, 1 AS rank FROM changes WHERE kind = 'deploy' AND service = $1
          AND status <> 'failed' AND "to" IS NOT NULL AND at < $3::timestamp ORDER BY at DESC LIMIT 1)
       UNION ALL
       (SELECT version, 2 FROM service_versions WHERE service = $1 AND version <> $2
          ORDER BY "lastSeenAt" DESC LIMIT 1)) v
     WHERE version <> $2 ORDER BY rank LIMIT 1`,
    [service, to, iso(at)],
  );
  return rows[0]?.version;
}

const undoOf = (told: Told, from: string | undefined, undoWith: string | undefined): Undo | null =>
  told.undo ??
  (undoWith && told.kind === "deploy" && from
    ? { integration: undoWith, target: told.service, to: from }
    : null);

/** What a teller may set, in the order of `valuesOf`. */
const written = `"from", "to", title, author, link, source, "externalKey", status, at, "finishedAt",
  reversible, undo, details`;
const params =
  "$1, $2, $3, $4, $5, $6, $7, $8, $9::timestamp, $10::timestamp, $11, $12::jsonb, $13::jsonb";

const valuesOf = (row: ChangeRow): unknown[] => [
  row.from,
  row.to,
  row.title,
  row.author,
  row.link,
  row.source,
  row.externalKey,
  row.status,
  iso(row.at),
  isoOrNull(row.finishedAt),
  row.undo !== null,
  row.undo === null ? null : JSON.stringify(row.undo),
  JSON.stringify(row.details),
];

async function insert(client: pg.PoolClient, row: ChangeRow, teller: Teller): Promise<Recorded> {
  const { rows } = await client.query<{ id: string }>(
    `INSERT INTO changes (${written}, id, kind, service, "receivedAt")
     VALUES (${params}, gen_random_uuid()::text, $14, $15, $16::timestamp) RETURNING id`,
    [...valuesOf(row), row.kind, row.service, iso(teller.now)],
  );
  const id = rows[0]?.id;
  if (!id) throw new Error("The change was not inserted.");
  const seen = row.source === "telemetry" ? ", seen in telemetry" : "";
  const by = row.author ? ` by ${row.author}` : "";
  await tell(client, teller, id, row, `${row.title}${seen}${by}: ${row.status}.`);
  return { id, outcome: "created" };
}

async function update(
  client: pg.PoolClient,
  { id, ...known }: Known,
  row: ChangeRow,
  teller: Teller,
): Promise<Recorded> {
  if (isDeepStrictEqual(known, row)) return { id, outcome: "known" };
  await client.query(`UPDATE changes SET (${written}) = (${params}) WHERE id = $14`, [
    ...valuesOf(row),
    id,
  ]);
  if (known.status === row.status) await announce(client, { topic: "change", id });
  else await tell(client, teller, id, row, `${row.title}: ${row.status}.`);
  return { id, outcome: "updated" };
}

async function tell(
  client: pg.PoolClient,
  { actor }: Teller,
  id: string,
  row: ChangeRow,
  says: string,
): Promise<void> {
  const at = row.finishedAt ?? row.at;
  const kind = `change-${row.status}`;
  await recordWith(client, { at, room: "ingest", kind, says, actor, data: { changeId: id } });
  await announce(client, { topic: "change", id });
}
