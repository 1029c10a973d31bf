import { createHash, randomBytes } from "node:crypto";
import type { Db, Tx } from "../db/client";
import { Problem } from "../problem";
import type { KeyScope } from "./model";

export type FoundKey = { id: string; name: string; scopes: KeyScope[] };

const cacheMs = 5_000;
const cacheMax = 2_000;
const usedEveryMs = 60_000;

type Cached = { until: number; found: FoundKey | null; expiresAt: number };
const caches = new WeakMap<Db, Map<string, Cached>>();
const lastUse = new WeakMap<Db, Map<string, number>>();
const of = <T>(map: WeakMap<Db, Map<string, T>>, db: Db): Map<string, T> => {
  const made = map.get(db) ?? new Map<string, T>();
  map.set(db, made);
  return made;
};

const hashOf = (rawKey: string) => createHash("sha256").update(rawKey).digest("hex");

/** Makes a key and returns it; only its SHA-256 is stored, so this is the one time that it can be shown. */
export async function createKey(
  tx: Tx,
  input: { name: string; scopes: KeyScope[]; createdBy: string | null; expiresAt: number | null },
): Promise<{ id: string; key: string; prefix: string }> {
  const key = `sk_${randomBytes(32).toString("base64url")}`;
  const prefix = key.slice(0, 10);
  const { id } = await tx.apiKey.create({
    data: {
      ...input,
      expiresAt: input.expiresAt === null ? null : new Date(input.expiresAt),
      prefix,
      hash: hashOf(key),
    },
    select: { id: true },
  });
  return { id, key, prefix };
}

/** Sees to it that exactly this key exists with these scopes, for a seed; the same call again changes nothing. */
export async function ensureKey(
  db: Db,
  { key, name, scopes }: { key: string; name: string; scopes: KeyScope[] },
): Promise<void> {
  await db.prisma.apiKey.upsert({
    where: { hash: hashOf(key) },
    create: { name, scopes, prefix: key.slice(0, 10), hash: hashOf(key) },
    update: { name, scopes, revokedAt: null, expiresAt: null },
  });
}

/**
 * Who a key belongs to, or null when it is unknown, revoked or expired. Answers are kept for five seconds, so that
 * ingest does not ask the database for every request; a revoked key stops working after that at the latest.
 */
export async function findKey(db: Db, rawKey: string, now = Date.now()): Promise<FoundKey | null> {
  const cache = of(caches, db);
  const hash = hashOf(rawKey);
  let entry = cache.get(hash);
  if (!entry || entry.until <= now) {
    const row = await db.prisma.apiKey.findUnique({ where: { hash } });
    entry = {
      until: now + cacheMs,
      found:
        row && !row.revokedAt
          ? { id: row.id, name: row.name, scopes: row.scopes as KeyScope[] }
          : null,
      expiresAt: row?.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY,
    };
    if (cache.size >= cacheMax) cache.clear();
    cache.set(hash, entry);
  }
  if (!entry.found || entry.expiresAt <= now) return null;
  await touch(db, entry.found.id, now);
  return entry.found;
}

/** Notes the use of a key, at most once a minute for each. */
async function touch(db: Db, id: string, now: number): Promise<void> {
  const uses = of(lastUse, db);
  if (now - (uses.get(id) ?? 0) < usedEveryMs) return;
  uses.set(id, now);
  await db.prisma.apiKey.updateMany({ where: { id }, data: { lastUsedAt: new Date(now) } });
}

/** Revokes a key for good; throws Problem "not-found" for an unknown one. Revoking twice keeps the first time. */
export async function revokeKey(tx: Tx, id: string, now: number): Promise<{ name: string }> {
  const row = await tx.apiKey.findUnique({ where: { id } });
  if (!row) throw new Problem("not-found", `There is no API key ${id}.`);
  if (!row.revokedAt) await tx.apiKey.update({ where: { id }, data: { revokedAt: new Date(now) } });
  return { name: row.name };
}

export type KeyRow = {
  id: string;
  name: string;
  prefix: string;
  scopes: KeyScope[];
  createdBy: string | null;
  /** Epoch ms */
  createdAt: number;
  lastUsedAt: number | null;
  expiresAt: number | null;
  revokedAt: number | null;
};

/** All keys, newest first, without anything that would let somebody use them. */
export async function listKeys(tx: Tx): Promise<KeyRow[]> {
  const rows = await tx.apiKey.findMany({ orderBy: { createdAt: "desc" } });
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    scopes: row.scopes as KeyScope[],
    createdBy: row.createdBy,
    createdAt: row.createdAt.getTime(),
    lastUsedAt: row.lastUsedAt?.getTime() ?? null,
    expiresAt: row.expiresAt?.getTime() ?? null,
    revokedAt: row.revokedAt?.getTime() ?? null,
  }));
}
