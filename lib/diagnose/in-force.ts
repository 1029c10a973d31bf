import type { Change } from "@/lib/ingest/model";

/** An undoing this shortly before the onset may not have reached every instance yet. */
const settleMs = 60_000;

type Told = Pick<Change, "kind" | "service" | "from" | "to" | "at">;

/**
 * Leaves out deploys that were undone, by whomever, well before it broke: a later deploy of the same service went back to
 * what they had replaced. What no longer runs cannot be the cause.
 */
export function inForce<C extends Told>(
  changes: readonly C[],
  all: readonly Told[],
  onsetAt: number,
): C[] {
  return changes.filter(
    (c) =>
      c.kind !== "deploy" ||
      c.from === null ||
      !all.some(
        (later) =>
          later.kind === "deploy" &&
          later.service === c.service &&
          later.to === c.from &&
          later.at > c.at &&
          later.at < onsetAt - settleMs,
      ),
  );
}
