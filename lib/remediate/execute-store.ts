import type { Tx } from "@/lib/db/client";
import { addJobIn } from "@/lib/db/jobs";
import { readSetting } from "@/lib/people/setting-store";
import { checkGuardrails } from "./guardrails";
import { loadGuardFacts, loadRemedy, type RemedyRow } from "./load-store";
import { type Execution, executeMs, stopping, suspectOf } from "./model";
import { deedOf, lockRemedies, move, noteExecution } from "./store";

/** Progress as an executor tells it; times in epoch ms. */
type Progress = {
  state: "running" | "succeeded" | "failed";
  steps: Execution["steps"];
  status?: string | undefined;
  message?: string | undefined;
};

/**
 * Takes an approved remedy up, or again after a crash; null when there is nothing (more) to do. Its preconditions are looked
 * at once more: what no longer holds makes it void. Before it does anything it sees to it that somebody comes back, so that
 * a worker that dies half-way leaves a job behind.
 */
export async function takeUp(
  tx: Tx,
  id: string,
  now: number,
  comeBackMs: number,
): Promise<RemedyRow | null> {
  await lockRemedies(tx);
  const row = await loadRemedy(tx, id);
  if (row?.state !== "approved" && row?.state !== "executing") return null;
  await again(tx, id, now + comeBackMs);
  if (row.state === "executing") return row;
  const facts = await loadGuardFacts(
    tx,
    { suspect: suspectOf(row), service: row.service, but: row.id },
    // What the executor says is asked right before the command leaves.
    { executorProblem: null, current: row.plan.from, brake: null },
    now,
  );
  const failing = stopping(checkGuardrails(row.plan, facts));
  if (failing.length > 0) return notRun(tx, row, failing.map((g) => g.says).join(" "), now);
  return move(tx, row, "executing", {
    now,
    execution: { ...row.execution, startedAt: now },
    says: `Running: ${deedOf(row.plan)}.`,
  });
}

/** Queues the next look at an execution. */
export const again = (tx: Tx, id: string, runAt: number): Promise<void> =>
  addJobIn(tx, "execute", { remedyId: id }, { key: `execute:${id}`, runAt });

/** Whether the executor has had its time. */
export const overdue = ({ execution }: RemedyRow, now: number): boolean =>
  execution.startedAt !== undefined && now - execution.startedAt > executeMs;

/** Runs `change` on the remedy as it is now, if it is still executing. */
async function whileExecuting<T>(
  tx: Tx,
  id: string,
  change: (row: RemedyRow) => Promise<T>,
): Promise<T | null> {
  await lockRemedies(tx);
  const row = await loadRemedy(tx, id);
  return row?.state === "executing" ? change(row) : null;
}

const notRun = (tx: Tx, row: RemedyRow, reason: string, now: number) =>
  move(tx, row, "void", { now, reason, says: `Not run: ${deedOf(row.plan)}. ${reason}` });

/**
 * Notes, before the command leaves, that it may have arrived from now on. A row that is no longer executing must not be sent. While the
 * kill switch is on nothing is sent, also nothing again: a command that may have arrived is left to people.
 */
export const noteSending = (tx: Tx, id: string, now: number): Promise<RemedyRow | null> =>
  whileExecuting(tx, id, async (row) => {
    const { on, by, reason } = await readSetting(tx, "kill-switch");
    const stopped = `Remedies are stopped by ${by}: ${reason}`;
    if (on && row.execution.sentAt === undefined) return notRun(tx, row, stopped, now);
    if (on)
      return fail(
        tx,
        row,
        `${stopped} The command may have arrived; look at ${row.plan.target}.`,
        now,
      );
    await noteExecution(tx, row, { ...row.execution, sentAt: row.execution.sentAt ?? now }, now);
    return row;
  });

/** Notes where the operation tells of itself. */
export const noteStatusUrl = (tx: Tx, id: string, statusUrl: string, now: number) =>
  whileExecuting(tx, id, (row) => noteExecution(tx, row, { ...row.execution, statusUrl }, now));

/** The target is no longer what the plan says: nothing is sent. */
export const voidByDrift = (tx: Tx, id: string, current: string, now: number) =>
  whileExecuting(tx, id, async (row) => {
    const reason = `${row.plan.target} is at ${current} now, not at ${row.plan.from} as in the approved plan.`;
    await notRun(tx, row, reason, now);
    return row.situationId;
  });

/** Keeps what the executor says of its operation; when that is over, so is the execution. Returns what became of it. */
export const noteProgress = (tx: Tx, id: string, progress: Progress, now: number) =>
  whileExecuting(tx, id, async (row) => {
    const told: Execution = {
      ...row.execution,
      steps: [...progress.steps, ...statusStep(row.execution, progress.status, now)],
      ...(progress.message === undefined ? {} : { message: progress.message }),
    };
    const execution = await noteExecution(tx, row, told, now);
    if (progress.state === "succeeded") {
      await addJobIn(tx, "verify", { remedyId: id }, { key: `verify:${id}` });
      await move(tx, row, "executed", { now, execution, says: `Done: ${deedOf(row.plan)}.` });
    } else if (progress.state === "failed")
      await fail(
        tx,
        { ...row, execution },
        progress.message ?? "The executor gave no reason.",
        now,
      );
    return { state: progress.state, situationId: row.situationId };
  });

/** An executor without a log says how it stands: a step whenever that is news. */
const statusStep = ({ steps }: Execution, status: string | undefined, now: number) =>
  status === undefined || steps.at(-1)?.says === status ? [] : [{ at: now, says: status }];

/** The page to the owner: this entry of the timeline is what message routes send. */
export const notePaged = (tx: Tx, id: string, now: number) =>
  whileExecuting(tx, id, async (row) => {
    const { target, service, from, ridesAlong } = row.plan;
    await move(tx, row, "executed", {
      now,
      says: `Paged ${target}: ${service} ${from} is the likely cause and needs a fix. ${ridesAlong.join(" ")}`,
      data: { paged: true },
    });
  });

/** Ends an execution that cannot come to a good end. */
export const noteFailure = (tx: Tx, id: string, reason: string, now: number) =>
  whileExecuting(tx, id, async (row) => {
    await fail(tx, row, reason, now);
    return row.situationId;
  });

async function fail(tx: Tx, row: RemedyRow, reason: string, now: number): Promise<RemedyRow> {
  const { execution } = row;
  const says = `Failed: ${deedOf(row.plan)}. ${reason}`;
  return move(tx, row, "failed", { now, reason, says, execution });
}
