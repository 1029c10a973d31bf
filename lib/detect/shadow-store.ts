import type { Tx } from "../db/client";
import { announceIn } from "../db/live";
import { Problem } from "../problem";

/** Lets a version run beside the live one until a time; a shadow that was there makes room. */
export async function startShadow(
  tx: Tx,
  id: string,
  { version, now, until }: { version: number; now: number; until: number },
): Promise<void> {
  await tx.detector.update({
    where: { id },
    data: { shadowVersion: version, shadowSince: new Date(now), shadowUntil: new Date(until) },
  });
  await announceIn(tx, { topic: "detector", id });
}

/** Ends the shadow of a detector; what it found stays. Returns its version. Throws Problem "not-found". */
export async function endShadow(tx: Tx, id: string): Promise<number> {
  const found = await tx.detector.findUnique({ where: { id }, select: { shadowVersion: true } });
  if (!found || found.shadowVersion === null)
    throw new Problem("not-found", "No shadow runs beside this detector.");
  await tx.detector.update({
    where: { id },
    data: { shadowVersion: null, shadowSince: null, shadowUntil: null },
  });
  await announceIn(tx, { topic: "detector", id });
  return found.shadowVersion;
}

/**
 * Ends the shadow and makes its version the live one. Throws Problem "conflict" when another version than `expected` is
 * live by now.
 */
export async function promoteShadow(tx: Tx, id: string, expected: number): Promise<number> {
  const version = await endShadow(tx, id);
  const { count } = await tx.detector.updateMany({
    where: { id, liveVersion: expected },
    data: { liveVersion: version },
  });
  if (count === 0)
    throw new Problem(
      "conflict",
      "Somebody saved another version meanwhile. Look at it, then promote again.",
    );
  return version;
}
