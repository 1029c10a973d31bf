import type { Tx } from "@/lib/db/client";
import { type Actor, workerActor } from "@/lib/people/model";
import { Problem } from "@/lib/problem";
import { actsAlone } from "./autonomy";
import { loadLevel, policyName } from "./autonomy-store";
import { choose } from "./choose";
import { approve, undecided } from "./decide-store";
import { loadCase, loadRemedy, type RemedyRow, remedyOf } from "./load-store";
import { type Level, sameSuspect, suspectOf } from "./model";
import { deedOf, lockRemedies, queueAuto, tell } from "./store";

const self = workerActor(policyName);

/**
 * The moment at which a proposal runs without a person. Everything is looked at once more: the veto, the level, the suspects,
 * the guardrails. Whatever does not hold leaves the decision to a person, and the timeline says why. Returns the situation
 * when it was approved. Running it again changes nothing.
 */
export async function actAlone(
  tx: Tx,
  remedyId: string,
  own: { brake: string | null },
  now: number,
): Promise<number | null> {
  await lockRemedies(tx);
  const row = await loadRemedy(tx, remedyId);
  if (row?.state !== "proposed" || row.autoAt === null || row.autoAt > now) return null;
  const held = (says: string) =>
    holdAuto(tx, row, {
      now,
      kind: "remedy-held",
      says: `Not run by itself: ${deedOf(row.plan)}. ${says}`,
    });
  const { level, says } = await loadLevel(tx, row.service, own, now);
  if (!actsAlone(level)) {
    await held(says);
    return null;
  }
  const found = await loadCase(tx, row.situationId);
  const choice = choose(found?.suspects ?? []);
  if ("says" in choice || !sameSuspect(choice.suspect, suspectOf(row))) {
    await held("says" in choice ? choice.says : "Something else is the first suspect now.");
    return null;
  }
  try {
    await approve(tx, { remedyId, planHash: row.planHash, actor: self, now });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    await held(error.message);
    return null;
  }
  return row.situationId;
}

/** A person's no to acting alone: the remedy goes on waiting for a person's decision. Throws Problem as `approve` does. */
export async function veto(
  tx: Tx,
  { remedyId, reason, actor, now }: { remedyId: string; reason: string; actor: Actor; now: number },
): Promise<RemedyRow> {
  const row = await undecided(tx, remedyId, now);
  if (row.autoAt === null)
    throw new Problem("conflict", "This remedy does not run by itself: approve or reject it.");
  await tx.remedy.update({ where: { id: row.id }, data: { vetoedBy: actor.name } });
  return holdAuto(tx, row, {
    now,
    actor,
    says: `${actor.name} vetoed the automatic run: ${deedOf(row.plan)}. ${reason}`,
    kind: "remedy-vetoed",
  });
}

/** Lets a waiting proposal run by itself from now on, because it may by now. Whoever calls holds the lock. */
export async function armAuto(
  tx: Tx,
  row: RemedyRow,
  { level, autoAt, now }: { level: Level; autoAt: number; now: number },
): Promise<void> {
  await tx.remedy.update({ where: { id: row.id }, data: { level, autoAt: new Date(autoAt) } });
  await queueAuto(tx, row.id, autoAt);
  const when = autoAt > now ? `in ${Math.round((autoAt - now) / 1000)} s unless vetoed` : "now";
  await tell(tx, row, {
    at: now,
    kind: "remedy-armed",
    says: `Runs by itself ${when}: ${deedOf(row.plan)}.`,
    actor: self,
  });
}

/** Takes the automatic run off a proposal; a person decides. Whoever calls holds the lock. */
async function holdAuto(
  tx: Tx,
  row: RemedyRow,
  news: { now: number; actor?: Actor; says: string; kind: string },
): Promise<RemedyRow> {
  const next = await tx.remedy.update({
    where: { id: row.id },
    data: { autoAt: null, level: "ask" },
  });
  await tell(tx, row, {
    at: news.now,
    kind: news.kind,
    says: news.says,
    actor: news.actor ?? self,
  });
  return remedyOf(next);
}
