import type { Db } from "../db/client";
import { Problem } from "../problem";
import { findKey } from "./key-store";
import type { Actor } from "./model";
import { countInMinute } from "./rate-store";

const readsPerMinute = 300;

/**
 * Who reads with an API key (`Authorization: Bearer KEY`): a viewer. Throws Problem "not-signed-in", "forbidden" for a key without
 * the scope read, or TooMany.
 */
export async function actorOfKey(db: Db, authorization: string, now: number): Promise<Actor> {
  const raw = /^Bearer (\S+)$/i.exec(authorization)?.[1];
  const key = raw ? await findKey(db, raw, now) : null;
  if (!key) throw new Problem("not-signed-in", "This API key is unknown, expired or revoked.");
  if (!key.scopes.includes("read"))
    throw new Problem("forbidden", "This API key lacks the scope read.");
  await countInMinute(db, `key:${key.id}`, readsPerMinute, now);
  return { kind: "key", id: key.id, name: key.name, role: "viewer" };
}
