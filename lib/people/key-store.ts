import { createHash, randomBytes } from "node:crypto";
import { z } from "zod";
import type { Db, Tx } from "../db/client";
import { Problem } from "../problem";
import { type KeyScope, keyScope } from "./model";

export type FoundKey = {
  id: string;
  name: string;
  scopes: KeyScope[];
  /** Only about these; empty: all */
  services: string[];
};

const scopesOf = (stored: string[]): KeyScope[] => z.array(keyScope).parse(stored);

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
  input: {
    name: string;
    scopes: KeyScope[];
    services?: string[];
    createdBy: string | null;
    expiresAt: number | null;
    now: number;
  },
): Promise<{ id: string; key: string; prefix: string }> {
  const { now, ...rest } = input;
  const key = `sk_${randomBytes(32).toString("base64url")}`;
  const prefix = key.slice(0, 10);
  const { id } = await tx.apiKey.create({
    data: {
      ...rest,
      createdAt: new Date(now),
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
          ? {
              id: row.id,
              name: row.name,
              scopes: scopesOf(row.scopes),
              services: row.services,
            }
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

/**
 * Makes a key that takes another's place, with the same name, scopes and services and as long a life; the old one works on for
 * `overlapMs`, so that its users can be changed over one by one. Throws Problem "not-found" or "conflict".
 */
export async function rotateKey(
  tx: Tx,
  { id, overlapMs, by, now }: { id: string; overlapMs: number; by: string; now: number },
): Promise<{ id: string; key: string; prefix: string; name: string; oldUntil: number }> {
  const row = await tx.apiKey.findUnique({ where: { id } });
  if (!row) throw new Problem("not-found", `There is no API key ${id}.`);
  if (row.revokedAt || (row.expiresAt && row.expiresAt.getTime() <= now))
    throw new Problem("conflict", `API key ${row.name} is over; make a new one.`);
  if (row.replacedBy)
    throw new Problem(
      "conflict",
      `API key ${row.name} has been replaced already; rotate the new one.`,
    );
  const made = await createKey(tx, {
    name: row.name,
    scopes: scopesOf(row.scopes),
    services: row.services,
    createdBy: by,
    now,
    expiresAt: row.expiresAt ? now + (row.expiresAt.getTime() - row.createdAt.getTime()) : null,
  });
  const oldUntil = Math.min(row.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY, now + overlapMs);
  await tx.apiKey.update({
    where: { id },
    data: { expiresAt: new Date(oldUntil), replacedBy: made.id },
  });
  return { ...made, name: row.name, oldUntil };
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
  services: string[];
  createdBy: string | null;
  /** Epoch ms */
  createdAt: number;
  lastUsedAt: number | null;
  expiresAt: number | null;
  revokedAt: number | null;
  /** Another key has taken its place */
  replaced: boolean;
};

/** All keys, newest first, without anything that would let somebody use them. */
export async function listKeys(tx: Tx): Promise<KeyRow[]> {
  const rows = await tx.apiKey.findMany({ orderBy: { createdAt: "desc" } });
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    scopes: scopesOf(row.scopes),
    services: row.services,
    createdBy: row.createdBy,
    createdAt: row.createdAt.getTime(),
    lastUsedAt: row.lastUsedAt?.getTime() ?? null,
    expiresAt: row.expiresAt?.getTime() ?? null,
    revokedAt: row.revokedAt?.getTime() ?? null,
    replaced: row.replacedBy !== null,
  }));
}
