import type { Tx } from "@/lib/db/client";
import { brakeOf, type OwnLag } from "./own-brake";

/** Why nothing may go beyond a hint now, given how far detection has come; null when nothing is in the way. */
export async function loadBrake(tx: Tx, lag: OwnLag, now: number): Promise<string | null> {
  const newest = await tx.requestWindow.aggregate({ _max: { start: true } });
  return brakeOf(lag, newest._max.start?.getTime() ?? null, now);
}
