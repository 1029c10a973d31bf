import type { IncomingHttpHeaders } from "node:http";
import type { Db } from "@/lib/db/client";
import { findKey } from "@/lib/people/key-store";
import type { KeyScope } from "@/lib/people/model";
import { Problem } from "@/lib/problem";
import type { KeyHolder } from "./route";

/**
 * Who sends, by the key in `Authorization: Bearer KEY` or as the password of Basic. Throws Problem "not-signed-in" or
 * "forbidden" only when that is certain: while the database is away it is "unavailable", for a Prometheus that is told 401
 * throws its samples away.
 */
export async function authenticate(
  db: Db,
  headers: IncomingHttpHeaders,
  scope: KeyScope,
): Promise<KeyHolder> {
  const raw = keyIn(headers.authorization ?? "");
  if (!raw)
    throw new Problem(
      "not-signed-in",
      "Send an API key: Authorization: Bearer KEY, or KEY as the password of Basic.",
    );
  const key = await findKey(db, raw).catch(() => {
    throw new Problem("unavailable", "The key cannot be checked now; try again.");
  });
  if (!key) throw new Problem("not-signed-in", "This API key is unknown, expired or revoked.");
  if (!key.scopes.includes(scope))
    throw new Problem("forbidden", `This API key lacks the scope ${scope}.`);
  return { id: key.id, name: key.name, services: key.services };
}

function keyIn(authorization: string): string | undefined {
  const [scheme = "", value = ""] = authorization.split(/\s+/, 2);
  if (scheme.toLowerCase() === "bearer") return value;
  if (scheme.toLowerCase() !== "basic") return undefined;
  const pair = Buffer.from(value, "base64").toString();
  return pair.slice(pair.indexOf(":") + 1);
}
