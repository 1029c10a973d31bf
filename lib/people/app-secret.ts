import type { Env } from "../env";
import { Problem } from "../problem";

/** The secret that signs sessions and derives the key for stored secrets. Throws Problem when it is not set. */
export function appSecret(env: Env): string {
  if (env.NEXTAUTH_SECRET) return env.NEXTAUTH_SECRET;
  throw new Problem(
    "unavailable",
    "NEXTAUTH_SECRET is not set. Give every process the same random text of at least 16 characters.",
  );
}
