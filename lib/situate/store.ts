import type { Tx } from "@/lib/db/client";
import { addJobIn } from "@/lib/db/jobs";
import { announceIn } from "@/lib/db/live";
import type { Actor } from "@/lib/people/model";
import { Problem } from "@/lib/problem";
import { record } from "@/lib/timeline/store";
import { recoveryLessons } from "./grouping-label";
import { teach } from "./memory-store";
import { type Impact, type Resolution, type Severity, type Step, situationName } from "./model";

const endKinds: Partial<Record<Resolution, string>> = {
  cleared: "situation-cleared",
  merged: "situation-merged",
  discarded: "candidate-discarded",
  faded: "candidate-faded",
};

/** What is computed of a situation from its members. */
export type Facts = {
  title: string;
  severity: Severity;
  services: string[];
  impact: Impact;
  /** Epoch ms */
  onsetAt: number;
};

/** Writes a new situation, or a candidate for one; its members and the timeline are the caller's. Returns its id. */
export async function createSituation(
  tx: Tx,
  status: "open" | "candidate",
  { onsetAt, impact, ...facts }: Facts,
  now: number,
): Promise<number> {
  const row = await tx.situation.create({
    data: {
      ...facts,
      status,
      step: status === "open" ? "diagnosing" : "watching",
      onsetAt: new Date(onsetAt),
      openedAt: new Date(now),
      impact: { ...impact },
      updatedAt: new Date(now),
    },
  });
  await announceIn(tx, { topic: "situation", id: String(row.id) });
  return row.id;
}

/** Brings what is computed up to date. */
export async function updateFacts(
  tx: Tx,
  id: number,
  { onsetAt, impact, ...facts }: Facts,
  now: number,
): Promise<void> {
  await tx.situation.update({
    where: { id },
    data: {
      ...facts,
      impact: { ...impact },
      onsetAt: new Date(onsetAt),
      updatedAt: new Date(now),
    },
  });
}

/** Opens a candidate, or again what had ended. `again` keeps when it was first opened. */
export async function openAgain(
  tx: Tx,
  id: number,
  now: number,
  how: { again: boolean; status?: "open" | "acknowledged" | "candidate" },
): Promise<void> {
  await tx.situation.update({
    where: { id },
    data: {
      status: how.status ?? "open",
      step: how.status === "candidate" ? "watching" : "diagnosing",
      resolvedAt: null,
      resolution: null,
      mergedInto: null,
      ...(how.again ? {} : { openedAt: new Date(now) }),
      updatedAt: new Date(now),
    },
  });
  await announceIn(tx, { topic: "situation", id: String(id) });
}

/** Says what happens next with a situation; a resolved one stays done. */
export async function setStep(tx: Tx, situationId: number, step: Step): Promise<void> {
  const { count: moved } = await tx.situation.updateMany({
    where: { id: situationId, status: { in: ["open", "acknowledged"] }, step: { not: step } },
    data: { step },
  });
  if (moved > 0) await announceIn(tx, { topic: "situation", id: String(situationId) });
}

/**
 * Ends a situation: "recovered" after a verified remedy, "cleared" by itself, "by-hand" by a person, "merged" into
 * another; a candidate is "discarded" by a person or "faded" by itself. Writes the timeline. Returns false when it was resolved already. Throws Problem "not-found".
 */
export async function resolveSituation(
  tx: Tx,
  end: {
    id: number;
    at: number;
    resolution: Resolution;
    mergedInto?: number;
    says: string;
    actor: Actor;
  },
): Promise<boolean> {
  const { count: moved } = await tx.situation.updateMany({
    where: { id: end.id, status: { not: "resolved" } },
    data: {
      status: "resolved",
      step: "done",
      resolvedAt: new Date(end.at),
      resolution: end.resolution,
      mergedInto: end.mergedInto ?? null,
      updatedAt: new Date(end.at),
    },
  });
  if (moved === 0) {
    if (!(await tx.situation.findUnique({ where: { id: end.id }, select: { id: true } })))
      throw new Problem("not-found", `There is no situation ${situationName(end.id)}.`);
    return false;
  }
  await record(tx, {
    at: end.at,
    situationId: end.id,
    room:
      end.resolution === "recovered"
        ? "verify"
        : end.actor.kind === "worker"
          ? "situate"
          : "people",
    kind: endKinds[end.resolution] ?? "situation-resolved",
    says: end.says,
    actor: end.actor,
    data: { resolution: end.resolution },
  });
  if (end.resolution === "recovered") {
    const { services } = await tx.situation.findUniqueOrThrow({
      where: { id: end.id },
      select: { services: true },
    });
    await teach(tx, recoveryLessons(services), end.at);
  }
  // What still waits for a decision is withdrawn.
  await addJobIn(tx, "propose", { situationId: end.id }, { key: `propose:${end.id}` });
  await announceIn(tx, { topic: "situation", id: String(end.id) });
  return true;
}

/**
 * What a person changes on a situation: taking notice of it, its owner, its title, when it began. Returns what it was.
 * Throws Problem "not-found".
 */
export async function changeSituation(
  tx: Tx,
  id: number,
  change: {
    acknowledgedAt?: number;
    ownerIfNone?: string;
    owner?: string | null;
    title?: string;
    /** When it really began, epoch ms; null: as detected */
    saidOnset?: { at: number; by: string; why: string } | null;
  },
): Promise<{ status: string; owner: string | null }> {
  const was = await tx.situation.findUnique({
    where: { id },
    select: { status: true, owner: true },
  });
  if (!was) throw new Problem("not-found", `There is no situation ${situationName(id)}.`);
  const owner = change.owner !== undefined ? change.owner : (was.owner ?? change.ownerIfNone);
  await tx.situation.update({
    where: { id },
    data: {
      ...(change.title !== undefined && { title: change.title }),
      ...(owner !== undefined && { owner }),
      ...(change.saidOnset !== undefined && {
        saidOnsetAt: change.saidOnset ? new Date(change.saidOnset.at) : null,
        saidOnsetBy: change.saidOnset?.by ?? null,
        saidOnsetWhy: change.saidOnset?.why ?? null,
      }),
      ...(change.acknowledgedAt !== undefined &&
        was.status === "open" && {
          status: "acknowledged",
          acknowledgedAt: new Date(change.acknowledgedAt),
        }),
    },
  });
  await announceIn(tx, { topic: "situation", id: String(id) });
  return was;
}
