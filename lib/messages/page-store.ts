import type { Tx } from "../db/client";
import { pagedFor } from "./plan-store";

/** Why nobody would hear a page about a service, with what to do about it; null when somebody would. */
export async function pageProblem(tx: Tx, service: string): Promise<string | null> {
  const heard = await pagedFor(tx, service);
  return heard.length > 0
    ? null
    : `Nobody would hear a page about ${service}: add a route for it, with a channel that is switched on, under Messages.`;
}
