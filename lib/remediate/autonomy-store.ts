import type { Tx } from "@/lib/db/client";
import { readSetting } from "@/lib/people/setting-store";
import { autonomyOf, type Judged, levelNow } from "./autonomy";
import { type Level, suspectOf } from "./model";

/** Older remedies say little of how a service is run today. */
export const memoryMs = 180 * 86_400_000;

/**
 * How each remedy of a service (of all services: null) turned out, oldest first: verified ones by their outcome, rejected ones
 * as disagreement, and what was only observed or shown by what became of its suspect.
 */
export async function loadJudged(
  tx: Tx,
  service: string | null,
  now: number,
): Promise<(Judged & { service: string; remedyId: string })[]> {
  const rows = await tx.remedy.findMany({
    where: {
      proposedAt: { gte: new Date(now - memoryMs) },
      // A page changes nothing in production and earns nothing.
      kind: { not: "roll-forward" },
      ...(service === null ? {} : { service }),
    },
    include: {
      verification: { select: { outcome: true } },
      situation: { select: { suspects: true } },
    },
    orderBy: { proposedAt: "asc" },
  });
  return rows.flatMap((row) => {
    const about = suspectOf(row);
    const suspect = row.situation.suspects.find(
      (s) => s.kind === about.kind && s.ref === about.ref,
    );
    const how = howOf(row, row.verification?.outcome ?? null, suspect?.state ?? null);
    return how
      ? [
          {
            how,
            at: (row.executedAt ?? row.decidedAt ?? row.proposedAt).getTime(),
            executed: row.executedAt !== null,
            automatic: row.decidedBy === policyName,
            service: row.service,
            remedyId: row.id,
          },
        ]
      : [];
  });
}

/** Who approves when no person does. */
export const policyName = "policy";

/** Who fixes forward or waits for a better moment does not say that the plan was wrong. */
const noDisagreement: readonly (string | null)[] = ["fixing-forward", "wrong-moment"];

function howOf(
  { state, label }: { state: string; label: string | null },
  outcome: string | null,
  suspect: string | null,
): Judged["how"] | null {
  if (outcome === "recovered") return "right";
  if (outcome === "no-effect" || outcome === "worse") return "wrong";
  if (state === "rejected") return noDisagreement.includes(label) ? null : "disagreed";
  if (state === "observed" || state === "expired" || state === "void") {
    if (suspect === "confirmed") return "right";
    if (suspect === "cleared") return "wrong";
  }
  return null;
}

/** How far a service's remedies may go now. */
export async function loadLevel(
  tx: Tx,
  service: string,
  own: { brake: string | null },
  now: number,
): Promise<{ level: Level; says: string }> {
  const policy = await readSetting(tx, "autonomy");
  return levelNow(autonomyOf(policy, service), await loadJudged(tx, service, now), own);
}
