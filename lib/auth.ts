import { cookies } from "next/headers";
import type { NextAuthOptions } from "next-auth";
import { getToken } from "next-auth/jwt";
import { appSecret } from "./people/app-secret";
import type { Actor } from "./people/model";
import { readOutgoingPolicy } from "./people/outgoing-policy";
import { type Client, findSession } from "./people/session-store";
import { signInOptions } from "./people/sign-in-options";
import { Problem } from "./problem";
import { server } from "./server";

/**
 * Where a request comes from: the last address of X-Forwarded-For, which is the one that the nearest proxy (or Next itself) saw;
 * those before it anybody can write.
 */
export function clientOf(headers: Headers): Client {
  const address = headers.get("x-forwarded-for")?.split(",").at(-1)?.trim();
  return { agent: headers.get("user-agent") ?? "", address: address || null };
}

/** How people sign in, for one request. */
export async function authOptions(headers: Headers): Promise<NextAuthOptions> {
  const { db, env } = server();
  const outgoing = await readOutgoingPolicy(db.prisma, env);
  return signInOptions({ db, env, outgoing, client: clientOf(headers) });
}

/** Who asks, as they are in the database now, or null without a valid session. */
export async function currentActor(): Promise<Actor | null> {
  const { db, env } = server();
  const jar = await cookies();
  const req = {
    cookies: Object.fromEntries(jar.getAll().map((c) => [c.name, c.value])),
    headers: {},
  };
  const token = await getToken({ req: req as never, secret: appSecret(env) });
  return typeof token?.sid === "string" ? findSession(db, token.sid) : null;
}

/** The same, or Problem "not-signed-in". */
export async function requireActor(): Promise<Actor> {
  const actor = await currentActor();
  if (actor) return actor;
  throw new Problem("not-signed-in", "Your session has ended. Sign in again.");
}
