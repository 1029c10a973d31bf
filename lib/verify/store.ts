import { z } from "zod";
import type { Tx } from "@/lib/db/client";
import { announceIn } from "@/lib/db/live";
import { workerActor } from "@/lib/people/model";
import type { Plan } from "@/lib/remediate/model";
import { record } from "@/lib/timeline/store";
import { judge } from "./judge";
import { loadVerify } from "./load-store";
import type { Rung, VerificationOutcome } from "./model";

const self = workerActor("verify");
const reached = z.array(z.object({ rung: z.string(), state: z.string() }).loose());

export type Verified = {
  situationId: number;
  plan: Plan;
  outcome: VerificationOutcome | null;
  says: string;
};

/**
 * One look at an executed remedy, in one transaction: the ladder is brought up to date, new rungs go on the timeline, and a
 * verdict ends it. Returns null when there is nothing (more) to verify. Running it again repeats nothing.
 */
export async function verifyNow(tx: Tx, remedyId: string, now: number): Promise<Verified | null> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${`verify:${remedyId}`}))`;
  const found = await loadVerify(tx, remedyId, now);
  if (!found || found.verification?.endedAt) return null;
  const { facts, situationId, plan, verification } = found;
  const { ladder, outcome, says } = judge(facts);
  const data = { ladder, outcome, endedAt: outcome ? new Date(now) : null };
  await tx.verification.upsert({
    where: { remedyId },
    create: { remedyId, situationId, startedAt: new Date(now), ...data },
    update: data,
  });
  const before = new Map(
    reached.parse(verification?.ladder ?? []).map((r) => [r.rung, r.state] as const),
  );
  for (const rung of ladder)
    if (rung.state === "done" && before.get(rung.rung) !== "done" && told.has(rung.rung))
      await tell(
        tx,
        situationId,
        remedyId,
        now,
        `verify-${rung.rung}`,
        `${rung.title}: ${rung.says}`,
      );
  if (outcome) {
    await tell(tx, situationId, remedyId, now, `verified-${outcome}`, says, {
      outcome,
      changeId: plan.changeId,
      instance: plan.instance,
    });
    if (outcome === "worse")
      await tell(tx, situationId, remedyId, now, "undo-offered", `To take it back: ${plan.undo}.`);
  }
  await announceIn(tx, { topic: "remedy", id: remedyId });
  await announceIn(tx, { topic: "situation", id: String(situationId) });
  return { situationId, plan, outcome, says };
}

/** Rungs that the timeline tells of; the execution and the verdict have entries of their own. */
const told = new Set<Rung["rung"]>(["members-clear", "back-in-band", "held"]);

async function tell(
  tx: Tx,
  situationId: number,
  remedyId: string,
  at: number,
  kind: string,
  says: string,
  data: object = {},
): Promise<void> {
  const entry = { at, situationId, room: "verify", kind, says, actor: self } as const;
  await record(tx, { ...entry, data: { remedyId, ...data } });
}
