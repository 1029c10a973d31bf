import { z } from "zod";
import type { Tx } from "@/lib/db/client";
import { addJobIn } from "@/lib/db/jobs";
import { setSuspectState } from "@/lib/diagnose/store";
import { workerActor } from "@/lib/people/model";
import { Problem } from "@/lib/problem";
import { tellLevel } from "@/lib/remediate/level-news-store";
import { suspectOf } from "@/lib/remediate/model";
import { remedyOfPlan } from "@/lib/remediate/remedies";
import { situationName } from "@/lib/situate/model";
import { resolveSituation, setStep } from "@/lib/situate/store";
import { lookEveryMs } from "@/lib/verify/model";
import { type Verified, verifyNow } from "@/lib/verify/store";
import { defineJob } from "../job";

const comeBackMs = 30_000;
const self = workerActor("verify");

/** Watches an executed remedy until its verdict: looks, asks for the next look, and draws the consequences. */
export const verify = defineJob({
  name: "verify",
  payload: z.object({ remedyId: z.string() }),
  async run({ db, now, log }, { remedyId }) {
    // Should this worker die before it has asked for the next look, somebody comes back all the same.
    await db.prisma.$transaction((tx) => lookAgain(tx, remedyId, now() + comeBackMs));
    const done = await db.prisma.$transaction(
      async (tx) => {
        const seen = await verifyNow(tx, remedyId, now());
        if (!seen) return null;
        if (seen.outcome) {
          await conclude(tx, seen, now());
          const { situationId, plan } = seen;
          await tellLevel(tx, { id: remedyId, situationId, service: plan.service }, now());
        } else {
          await setStep(tx, seen.situationId, "verifying");
          await lookAgain(tx, remedyId, now() + lookEveryMs);
        }
        return seen;
      },
      { timeout: 20_000, maxWait: 10_000 },
    );
    if (done?.outcome) log.info({ remedyId, outcome: done.outcome }, "verified");
  },
});

const lookAgain = (tx: Tx, remedyId: string, runAt: number) =>
  addJobIn(tx, "verify", { remedyId }, { key: `verify:${remedyId}`, runAt });

/** What follows from a verdict: the suspect is confirmed or cleared, the situation resolved or looked at anew. */
async function conclude(tx: Tx, seen: Verified, at: number): Promise<void> {
  const { situationId, outcome, plan } = seen;
  switch (outcome) {
    case "recovered":
      await judgeSuspect(tx, seen, "confirmed", at);
      await resolveSituation(tx, {
        id: situationId,
        at,
        resolution: "recovered",
        says: `${situationName(situationId)} resolved: ${remedyOfPlan(plan).done(plan)} and the services have recovered.`,
        actor: self,
      });
      return;
    case "no-effect":
      await judgeSuspect(tx, seen, "cleared", at);
      return diagnoseAgain(tx, situationId);
    case "partly":
      return diagnoseAgain(tx, situationId);
    case "worse":
      return setStep(tx, situationId, "blocked");
    default:
      return setStep(tx, situationId, "watching");
  }
}

async function diagnoseAgain(tx: Tx, situationId: number): Promise<void> {
  await setStep(tx, situationId, "diagnosing");
  await addJobIn(tx, "diagnose", { situationId }, { key: `diagnose:${situationId}` });
}

async function judgeSuspect(
  tx: Tx,
  { situationId, plan }: Verified,
  state: "confirmed" | "cleared",
  at: number,
): Promise<void> {
  const suspect = suspectOf(plan);
  const [what, deed] =
    suspect.kind === "instance"
      ? [`instance ${suspect.ref}`, "restarting it"]
      : [`${plan.target} ${plan.from}`, "undoing it"];
  const says =
    state === "confirmed"
      ? `Confirmed as the cause: ${what}, because ${deed} brought recovery.`
      : `Cleared: ${what}, because ${deed} changed nothing.`;
  try {
    await setSuspectState(tx, {
      situationId,
      ...suspect,
      state,
      says,
      at,
      actor: self,
    });
  } catch (error) {
    // A newer diagnosis may have dropped it from the shortlist; then there is nobody to judge.
    if (!(error instanceof Problem && error.code === "not-found")) throw error;
  }
}
