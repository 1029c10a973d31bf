import type { Tx } from "@/lib/db/client";
import type { InputJsonValue } from "@/lib/db/generated/internal/prismaNamespace";
import { addJobIn } from "@/lib/db/jobs";
import { announceIn } from "@/lib/db/live";
import { topmost } from "@/lib/graph/topmost";
import { type Actor, workerActor } from "@/lib/people/model";
import { Problem } from "@/lib/problem";
import { record } from "@/lib/timeline/store";
import { clearedAt } from "./clear";
import { impactOf, severityOf } from "./impact";
import { placesOf } from "./lead";
import {
  loadEnded,
  loadOpen,
  loadRequests,
  loadTerrain,
  loadWaiting,
  type OpenSituation,
} from "./load-store";
import { type Impact, type Severity, type Step, situationName } from "./model";
import { type Placed, situate } from "./situate";
import type { Terrain } from "./terrain";
import { titleOf } from "./title";

const self = workerActor("situate");
const nowhere: Impact = { entry: null, failingRatio: null, usualRatio: null, requestsLost: null };

/**
 * One turn of the room, in one transaction: places the anomalies that are in no situation, brings title, severity and
 * impact of the open ones up to date, and resolves those that stayed quiet. Safe to run again at any time; a lock keeps
 * two turns apart. Returns how many situations are open and how many anomalies wait after it.
 */
export async function situateNow(
  tx: Tx,
  now: number,
): Promise<{ open: number; waiting: number; opened: number[] }> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('situate'))`;
  const waiting = await loadWaiting(tx, now);
  const open = await loadOpen(tx);
  if (waiting.length === 0 && open.length === 0) return { open: 0, waiting: 0, opened: [] };
  const land = await loadTerrain(tx, now);
  const placed = situate(waiting, open, await loadEnded(tx, now), land);
  let left = waiting.length;
  for (const [id, members] of placed.joins) {
    left -= members.length;
    await join(tx, id, members, now);
    if (placed.reopens.has(id)) await reopen(tx, id, now);
    const situation = open.find((s) => s.id === id);
    if (situation || placed.reopens.has(id))
      await addJobIn(tx, "diagnose", { situationId: id }, diagnoseKey(id));
    if (situation) situation.members = [...situation.members, ...members.map((m) => m.anomaly)];
  }
  const opened: number[] = [];
  for (const members of placed.opens) {
    left -= members.length;
    opened.push(await openSituation(tx, members, land, now));
  }
  let quiet = 0;
  for (const situation of open) if (await refresh(tx, situation, land, now)) quiet++;
  return { open: open.length - quiet + opened.length + placed.reopens.size, waiting: left, opened };
}

const diagnoseKey = (id: number) => ({ key: `diagnose:${id}` });

async function openSituation(
  tx: Tx,
  placed: readonly Placed[],
  land: Terrain,
  now: number,
): Promise<number> {
  const members = placed.map((p) => p.anomaly);
  const services = placesOf(members).map((p) => p.service);
  const title = titleOf(members, land);
  const onsetAt = Math.min(...members.map((m) => m.startedAt));
  const impact = await measure(tx, services, onsetAt, land, now);
  const row = await tx.situation.create({
    data: {
      title,
      status: "open",
      severity: severityOf(impact, members),
      step: "diagnosing",
      onsetAt: new Date(onsetAt),
      openedAt: new Date(now),
      services,
      impact: { ...impact },
      updatedAt: new Date(now),
    },
  });
  await addMembers(tx, row.id, placed, now);
  await record(tx, {
    at: now,
    situationId: row.id,
    room: "situate",
    kind: "situation-opened",
    says: `${situationName(row.id)} opened: ${title}. ${count(members.length, "anomaly", "anomalies")}, the first ${Math.round((now - onsetAt) / 1000)} s ago.`,
    actor: self,
    data: { anomalies: members.map((m) => m.id), services },
  });
  await announceIn(tx, { topic: "situation", id: String(row.id) });
  await addJobIn(tx, "diagnose", { situationId: row.id }, diagnoseKey(row.id));
  return row.id;
}

async function join(tx: Tx, id: number, placed: readonly Placed[], now: number): Promise<void> {
  await addMembers(tx, id, placed, now);
  const names = [...new Set(placed.map((p) => `${p.anomaly.service ?? "?"} ${p.anomaly.metric}`))];
  await record(tx, {
    at: now,
    situationId: id,
    room: "situate",
    kind: "anomaly-joined",
    says: `${count(placed.length, "anomaly", "anomalies")} joined: ${names.slice(0, 4).join(", ")}${names.length > 4 ? ` and ${names.length - 4} more` : ""}.`,
    actor: self,
    data: { anomalies: placed.map((p) => p.anomaly.id) },
  });
  await announceIn(tx, { topic: "situation", id: String(id) });
}

const count = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`;

async function addMembers(
  tx: Tx,
  situationId: number,
  placed: readonly Placed[],
  now: number,
): Promise<void> {
  await tx.situationAnomaly.createMany({
    data: placed.map((p) => ({
      situationId,
      anomalyId: p.anomaly.id,
      why: p.why as unknown as InputJsonValue,
      addedAt: new Date(now),
    })),
    skipDuplicates: true,
  });
}

async function reopen(tx: Tx, id: number, now: number): Promise<void> {
  await tx.situation.update({
    where: { id },
    data: {
      status: "open",
      step: "diagnosing",
      resolvedAt: null,
      resolution: null,
      updatedAt: new Date(now),
    },
  });
  await record(tx, {
    at: now,
    situationId: id,
    room: "situate",
    kind: "situation-reopened",
    says: `${situationName(id)} opened again: the same signal broke again soon after it had cleared.`,
    actor: self,
  });
}

/** Brings one open situation up to date; true when it was quiet for long enough and is now resolved. */
async function refresh(
  tx: Tx,
  situation: OpenSituation,
  land: Terrain,
  now: number,
): Promise<boolean> {
  const { id, members } = situation;
  const quietSince = situation.busy ? null : clearedAt(members, now);
  const services = placesOf(members).map((p) => p.service);
  const onsetAt = Math.min(situation.onsetAt, ...members.map((m) => m.startedAt));
  const impact = await measure(tx, services, onsetAt, land, quietSince ?? now);
  const severity: Severity = severityOf(impact, members, situation.severity);
  const title = situation.renamed ? situation.title : titleOf(members, land);
  await tx.situation.update({
    where: { id },
    data: {
      title,
      severity,
      services,
      impact: { ...impact },
      onsetAt: new Date(onsetAt),
      updatedAt: new Date(now),
    },
  });
  const moved = title !== situation.title || severity !== situation.severity;
  if (moved || services.length !== situation.services.length)
    await announceIn(tx, { topic: "situation", id: String(id) });
  if (quietSince === null) return false;
  await resolveSituation(tx, {
    id,
    at: now,
    resolution: "cleared",
    says: `${situationName(id)} cleared by itself: all ${members.length} anomalies have been over for ${Math.round((now - quietSince) / 1000)} s.`,
    actor: self,
  });
  return true;
}

async function measure(
  tx: Tx,
  services: readonly string[],
  onsetAt: number,
  land: Terrain,
  now: number,
): Promise<Impact> {
  const entry = topmost(services, land.below);
  if (entry === null) return nowhere;
  return impactOf(entry, await loadRequests(tx, entry, onsetAt), onsetAt, now);
}

/** Says what happens next with a situation; a resolved one stays done. */
export async function setStep(tx: Tx, situationId: number, step: Step): Promise<void> {
  const { count: moved } = await tx.situation.updateMany({
    where: { id: situationId, status: { not: "resolved" }, step: { not: step } },
    data: { step },
  });
  if (moved > 0) await announceIn(tx, { topic: "situation", id: String(situationId) });
}

/**
 * Ends a situation: "recovered" after a verified remedy, "cleared" by itself, "by-hand" by a person. Writes the
 * timeline. Returns false when it was resolved already. Throws Problem "not-found".
 */
export async function resolveSituation(
  tx: Tx,
  end: {
    id: number;
    at: number;
    resolution: "recovered" | "cleared" | "by-hand";
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
        : end.resolution === "cleared"
          ? "situate"
          : "people",
    kind: end.resolution === "cleared" ? "situation-cleared" : "situation-resolved",
    says: end.says,
    actor: end.actor,
    data: { resolution: end.resolution },
  });
  // What still waits for a decision is withdrawn.
  await addJobIn(tx, "propose", { situationId: end.id }, { key: `propose:${end.id}` });
  await announceIn(tx, { topic: "situation", id: String(end.id) });
  return true;
}

/**
 * What a person changes on a situation: taking notice of it, its owner, its title. Returns what it was.
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
