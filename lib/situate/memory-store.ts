import type { Tx } from "@/lib/db/client";
import { announceIn } from "@/lib/db/live";
import type { Lesson } from "./grouping-label";

/** Adds to what is remembered for and against; never below nothing. */
export async function teach(tx: Tx, lessons: readonly Lesson[], now: number): Promise<void> {
  for (const { kind, a, b, plus, minus } of lessons)
    await tx.$executeRaw`
      INSERT INTO grouping_memory (kind, a, b, plus, minus, "updatedAt")
      VALUES (${kind}, ${a}, ${b}, ${Math.max(0, plus)}, ${Math.max(0, minus)}, ${new Date(now)})
      ON CONFLICT (kind, a, b) DO UPDATE SET plus = greatest(0, grouping_memory.plus + ${plus}),
        minus = greatest(0, grouping_memory.minus + ${minus}), "updatedAt" = excluded."updatedAt"`;
}

/** Forgets one pair or signal, or all that was learned. Returns how much it was. */
export async function forget(
  tx: Tx,
  what: { kind: "tie" | "trust"; a: string; b: string } | null,
): Promise<number> {
  const { count } = await tx.groupingMemory.deleteMany({ where: what ?? {} });
  await announceIn(tx, { topic: "settings" });
  return count;
}
