import { z } from "zod";
import type { Tx } from "@/lib/db/client";
import { withLease } from "@/lib/db/lease";
import {
  type Command,
  type Executor,
  ExecutorBusy,
  ExecutorRefused,
} from "@/lib/integrations/executor";
import { openExecutor } from "@/lib/integrations/open-executor";
import { pageProblem } from "@/lib/messages/page-store";
import { touchIntegration } from "@/lib/people/integration-store";
import { Problem } from "@/lib/problem";
import { commandAction } from "@/lib/remediate/command-action";
import {
  again,
  noteFailure,
  notePaged,
  noteProgress,
  noteSending,
  noteStatusUrl,
  overdue,
  takeUp,
  voidByDrift,
} from "@/lib/remediate/execute-store";
import { loadRemedy, type RemedyRow } from "@/lib/remediate/load-store";
import { remedyOfPlan } from "@/lib/remediate/remedies";
import { setStep } from "@/lib/situate/store";
import { defineJob, type JobContext } from "../job";

/** How often a running operation is asked how it goes. */
const askEveryMs = 1000;
/** A remedy has minutes, so an executor that asks for more time than this is asked again all the same. */
const longestWaitMs = 60_000;
/** Longer than one look can take: two requests of ten seconds and some. */
const comeBackMs = 30_000;

/**
 * Executes an approved remedy, in short looks that each leave the next one queued. What it knows is in the row before
 * each step outside, and the command carries one id for good, so a worker may die anywhere and the command runs once. A
 * lease per target keeps two workers from speaking to the executor about it at the same time.
 */
export const execute = defineJob({
  name: "execute",
  payload: z.object({ remedyId: z.string() }),
  async run(ctx, { remedyId }) {
    const { db, now } = ctx;
    const inTx = <T>(work: (tx: Tx) => Promise<T>) => db.prisma.$transaction(work);
    const row = await inTx(async (tx) => {
      const taken = await takeUp(tx, remedyId, now(), comeBackMs);
      if (taken)
        await setStep(tx, taken.situationId, taken.state === "void" ? "watching" : "executing");
      return taken;
    });
    if (row?.state !== "executing") return;
    if (!remedyOfPlan(row.plan).touches) return page(ctx, row, inTx);
    const { integration, target } = row.plan;
    const held = await withLease(db.pool, `executor ${integration} ${target}`, () =>
      lookOnce(ctx, remedyId, inTx),
    );
    if (!held) await inTx((tx) => again(tx, remedyId, now() + askEveryMs));
  },
});

/** A page leaves with the timeline entry that tells of it; nothing outside changes, so nothing is verified. */
const page = ({ now }: JobContext, { id, situationId, plan }: RemedyRow, inTx: InTx) =>
  inTx(async (tx) => {
    const problem = await pageProblem(tx, plan.service);
    if (problem) await noteFailure(tx, id, problem, now());
    else await notePaged(tx, id, now());
    await setStep(tx, situationId, problem ? "blocked" : "watching");
  });

type InTx = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;

/** One look, and what follows when the executor refuses or does not answer. */
async function lookOnce(ctx: JobContext, id: string, inTx: InTx): Promise<void> {
  const { db, log, now } = ctx;
  // As it is now that nobody else is at it.
  const row = await loadRemedy(db.prisma, id);
  if (row?.state !== "executing") return;
  try {
    await look(ctx, row, inTx);
  } catch (error) {
    const final = error instanceof ExecutorRefused || error instanceof Problem;
    if (!final && !overdue(row, now())) {
      log.warn({ err: error, remedyId: row.id }, "the executor does not answer; asking again");
      const asked = error instanceof ExecutorBusy ? Math.min(error.waitMs, longestWaitMs) : 0;
      return inTx((tx) => again(tx, row.id, now() + Math.max(2 * askEveryMs, asked)));
    }
    await inTx(async (tx) => {
      const situationId = await noteFailure(tx, row.id, (error as Error).message, now());
      if (situationId !== null) await setStep(tx, situationId, "blocked");
    });
  }
}

async function look({ db, secret, now }: JobContext, row: RemedyRow, inTx: InTx): Promise<void> {
  const executor = await openExecutor(db.prisma, secret, row.plan.integration, now);
  const statusUrl = row.execution.statusUrl ?? (await send(executor, row, inTx, now));
  if (statusUrl === null) return;
  const progress = await executor.progress(statusUrl);
  await inTx(async (tx) => {
    await touchIntegration(tx, row.plan.integration, now());
    const noted = await noteProgress(tx, row.id, progress, now());
    if (noted?.state === "succeeded") await setStep(tx, noted.situationId, "verifying");
    if (noted?.state === "failed") await setStep(tx, noted.situationId, "blocked");
    if (noted?.state !== "running") return;
    if (!overdue(row, now())) return again(tx, row.id, now() + askEveryMs);
    await noteFailure(tx, row.id, "The executor has not finished in time.", now());
    await setStep(tx, noted.situationId, "blocked");
  });
}

/** Sends the command unless the target has drifted; null when it has. */
async function send(
  executor: Executor,
  { id, plan, planHash, execution, idempotencyKey, decidedBy }: RemedyRow,
  inTx: InTx,
  now: () => number,
): Promise<string | null> {
  const command: Command = {
    id: idempotencyKey,
    action: commandAction(plan.kind),
    target: plan.target,
    from: plan.from,
    to: plan.to,
    plan: planHash,
    requestedBy: decidedBy ?? "sitroom",
    sentAt: execution.sentAt ?? null,
  };
  // Once it may have been sent, what runs now tells nothing: the command itself may have moved it.
  if (execution.sentAt === undefined) {
    const current = await executor.current(plan.target);
    if (current !== plan.from) {
      await inTx(async (tx) => {
        const situationId = await voidByDrift(tx, id, current, now());
        if (situationId !== null) await setStep(tx, situationId, "watching");
      });
      return null;
    }
    await executor.dryRun(command);
  }
  const noted = await inTx(async (tx) => {
    const after = await noteSending(tx, id, now());
    if (after?.state === "void") await setStep(tx, after.situationId, "watching");
    if (after?.state === "failed") await setStep(tx, after.situationId, "blocked");
    return after;
  });
  if (noted?.state !== "executing") return null;
  const { statusUrl } = await executor.execute(command);
  await inTx((tx) => noteStatusUrl(tx, id, statusUrl, now()));
  return statusUrl;
}
