import { z } from "zod";
import type { Tx } from "@/lib/db/client";
import { addJobIn } from "@/lib/db/jobs";
import { detectLag } from "@/lib/detect/lag-store";
import { setSuspectState } from "@/lib/diagnose/store";
import type { Command } from "@/lib/integrations/executor";
import { openExecutor } from "@/lib/integrations/open-executor";
import { pageProblem } from "@/lib/messages/page-store";
import { workerActor } from "@/lib/people/model";
import { loadBrake } from "@/lib/remediate/brake-store";
import { commandAction } from "@/lib/remediate/command-action";
import { suspectOf } from "@/lib/remediate/model";
import { type Considered, considered, proposeNow, type Seen } from "@/lib/remediate/propose-store";
import { remedyFor } from "@/lib/remediate/remedies";
import type { Cause } from "@/lib/remediate/remedy";
import { setStep } from "@/lib/situate/store";
import { defineJob, type JobContext } from "../job";

/** How soon an executor that did not answer is asked again. */
const askAgainMs = 10_000;

/**
 * After every diagnosis: proposes to undo the change that stands out, brings a waiting proposal up to date, or withdraws
 * it. Silent when no change is guilty.
 */
export const propose = defineJob({
  name: "propose",
  payload: z.object({ situationId: z.number().int() }),
  async run(ctx, { situationId }) {
    const about = await considered(ctx.db.prisma, situationId);
    const seen = about && (await look(ctx, about));
    await ctx.db.prisma.$transaction(
      async (tx) => {
        await clearRejected(tx, situationId, ctx.now());
        const step = await proposeNow(tx, { situationId, seen, now: ctx.now() });
        if (step) await setStep(tx, situationId, step);
        // An executor that did not answer is asked again: nothing else may happen that would bring us back here.
        // The same while we ourselves are late: the proposal is more than a hint again as soon as we are not.
        const again =
          step === "blocked" || step === "decide" ? (seen?.executorProblem ?? seen?.brake) : null;
        if (again)
          await addJobIn(
            tx,
            "propose",
            { situationId },
            { key: `propose:${situationId}`, runAt: ctx.now() + askAgainMs },
          );
      },
      { timeout: 20_000, maxWait: 10_000 },
    );
  },
});

/**
 * Asks the executor what runs now and, in a dry run, what it would do. That it cannot be asked, or would refuse, is an answer
 * too: a guardrail will say so.
 */
async function look(
  { db, secret, now, log }: JobContext,
  { suspect, service, way, cause }: Considered,
): Promise<Seen> {
  const brake = await loadBrake(db.prisma, await detectLag(db, now()), now());
  if (way === null) {
    const executorProblem = await pageProblem(db.prisma, service);
    return { suspect, executorProblem, current: null, dryRun: [], brake };
  }
  const { integration, target } = way;
  let current: string | null = null;
  try {
    const executor = await openExecutor(db.prisma, secret, integration, now);
    current = await executor.current(target);
    const command = commandOn(cause, current, now());
    const dryRun = command?.from === current ? await executor.dryRun(command) : [];
    return { suspect, executorProblem: null, current, dryRun, brake };
  } catch (error) {
    log.warn({ err: error, integration, target }, "the executor cannot be asked, or refuses");
    const executorProblem = (error as Error).message;
    return { suspect, executorProblem, current, dryRun: [], brake };
  }
}

/** The command that a plan against this cause would lead to; null when there would be none. */
function commandOn(cause: Cause, current: string, now: number): Command | null {
  const remedy = remedyFor(cause);
  const step = remedy?.prepare(cause, { current, now });
  if (!remedy || !step) return null;
  const { target, from, to } = step;
  const action = commandAction(remedy.kind);
  return {
    id: "dry-run",
    action,
    target,
    from,
    to,
    plan: "",
    requestedBy: "sitroom",
    sentAt: null,
  };
}

/** A suspect whose remedy was rejected as not the cause is cleared: diagnosis does not accuse it again in this situation. */
async function clearRejected(tx: Tx, situationId: number, at: number): Promise<void> {
  const rejected = await tx.remedy.findMany({
    where: { situationId, state: "rejected", label: "not-the-cause" },
  });
  for (const { decidedBy, reason, ...row } of rejected) {
    const suspect = suspectOf(row);
    const open = { situationId, ...suspect, state: { not: "cleared" } };
    if ((await tx.suspect.count({ where: open })) === 0) continue;
    await setSuspectState(tx, {
      situationId,
      ...suspect,
      state: "cleared",
      says: `Cleared: ${decidedBy} rejected its remedy. ${reason}`,
      at,
      actor: workerActor("propose"),
    });
  }
}
