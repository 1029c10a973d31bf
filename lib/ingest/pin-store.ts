import type { Tx } from "@/lib/db/client";

export type Pins = Record<string, { x: number; y: number }>;

/** Where people have put services on the graph, px. */
export async function loadPins(tx: Tx): Promise<Pins> {
  const rows = await tx.graphPin.findMany();
  return Object.fromEntries(rows.map(({ service, x, y }) => [service, { x, y }]));
}

/** Puts one service there for everybody. */
export async function savePin(
  tx: Tx,
  pin: { service: string; x: number; y: number; by: string; now: number },
): Promise<void> {
  const { service, x, y, by, now } = pin;
  const row = { x, y, by, at: new Date(now) };
  await tx.graphPin.upsert({ where: { service }, create: { service, ...row }, update: row });
}

/** Lets the layout decide again. Returns how many were let go. */
export async function removePins(tx: Tx): Promise<number> {
  const { count } = await tx.graphPin.deleteMany();
  return count;
}
