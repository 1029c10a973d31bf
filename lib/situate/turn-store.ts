import type { Tx } from "@/lib/db/client";
import { addJobIn } from "@/lib/db/jobs";
import { announceIn } from "@/lib/db/live";
import { topmost } from "@/lib/graph/topmost";
import { workerActor } from "@/lib/people/model";
import { readSetting } from "@/lib/people/setting-store";
import { record } from "@/lib/timeline/store";
import { waitMs } from "./board";
import { quietMs } from "./clear";
import { evidenceOf } from "./evidence";
import { impactOf, severityOf } from "./impact";
import { placesOf } from "./lead";
import {
  loadEnded,
  loadFlapping,
  loadMembers,
  loadOpen,
  loadRequests,
  loadTerrain,
  loadTouched,
  loadWaiting,
  type OpenSituation,
} from "./load-store";
import { addMembers, moveMembers } from "./member-store";
import { beganAt, type GroupingRules, type Impact, situationName, type Why } from "./model";
import { type Placed, situate } from "./situate";
import { createSituation, type Facts, openAgain, resolveSituation, updateFacts } from "./store";
import type { Terrain } from "./terrain";
import { titleOf } from "./title";

const self = workerActor("situate");
const nowhere: Impact = { entry: null, failingRatio: null, usualRatio: null, requestsLost: null };
/** Impact is counted in windows of 10 s: measuring more often finds nothing new. */
const measureMs = 8000;

/** How a turn went: unresolved situations, anomalies that wait, situations that opened in it. */
export type Turn = { open: number; waiting: number; opened: number[] };

/**
 * One turn of the room, in one transaction: places the anomalies that are in no situation, brings title, severity and
 * impact of the open ones up to date, promotes candidates, and resolves what stayed quiet. Safe to run again at any
 * time; a lock keeps two turns apart.
 */
export async function situateNow(tx: Tx, now: number): Promise<Turn> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('situate'))`;
  const waiting = await loadWaiting(tx, now);
  const open = await loadOpen(tx, now);
  if (waiting.length === 0 && open.length === 0) return { open: 0, waiting: 0, opened: [] };
  const land = await loadTerrain(tx, now);
  const rules = await readSetting(tx, "grouping");
  const seriesIds = waiting.map((a) => a.seriesId);
  const flapping = await loadFlapping(tx, seriesIds, rules.flapsAnHour, now);
  const { loose } = await loadTouched(tx, now);
  const ended = waiting.length > 0 ? await loadEnded(tx, rules.reopenMs, now) : [];
  const placed = situate(waiting, open, ended, land, { rules, flapping, loose });
  const moved = new Set(placed.reopens);
  let left = waiting.length;
  for (const [id, members] of placed.joins) {
    left -= members.length;
    await join(tx, id, members, now);
    moved.add(id);
    if (placed.reopens.has(id)) await reopen(tx, id, now);
  }
  for (const [from, { into, why }] of placed.merges) {
    await mergeAway(tx, from, into, why, now);
    moved.add(into);
  }
  const opened: number[] = [];
  for (const members of placed.opens) {
    left -= members.length;
    opened.push(await found(tx, "open", members, land, now));
  }
  for (const members of placed.candidates) {
    left -= members.length;
    await found(tx, "candidate", members, land, now);
  }
  // What opened again is brought up to date like the rest: its title may have grown old.
  const again = placed.reopens.size > 0 ? await loadOpen(tx, now) : [];
  const all = [
    ...open.filter((s) => !placed.merges.has(s.id)),
    ...again.filter((s) => placed.reopens.has(s.id)),
  ];
  let quiet = 0;
  for (const situation of all) {
    const did = await refresh(tx, situation, moved.has(situation.id), land, rules, flapping, now);
    if (did === "opened") opened.push(situation.id);
    if (did === "ended") quiet++;
  }
  return { open: all.length - quiet + opened.length, waiting: left, opened };
}

const diagnoseKey = (id: number) => ({ key: `diagnose:${id}` });
const count = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`;

async function found(
  tx: Tx,
  status: "open" | "candidate",
  placed: readonly Placed[],
  land: Terrain,
  now: number,
): Promise<number> {
  const members = placed.map((p) => p.anomaly);
  const services = placesOf(members).map((p) => p.service);
  const onsetAt = Math.min(...members.map((m) => m.startedAt));
  const impact = await measure(tx, services, onsetAt, land, now);
  const title = titleOf(members, land);
  const facts = { title, services, onsetAt, impact, severity: severityOf(impact, members) };
  const id = await createSituation(tx, status, facts, now);
  await addMembers(tx, id, placed, now);
  if (status === "open") await tellOpened(tx, id, facts, members.length, now);
  else
    await record(tx, {
      at: now,
      situationId: id,
      room: "situate",
      kind: "candidate-found",
      says: `${situationName(id)} may be something: ${title}. Below the bar, so nobody is called.`,
      actor: self,
      data: { anomalies: members.map((m) => m.id), services },
    });
  return id;
}

async function tellOpened(tx: Tx, id: number, facts: Facts, members: number, now: number) {
  await record(tx, {
    at: now,
    situationId: id,
    room: "situate",
    kind: "situation-opened",
    says: `${situationName(id)} opened: ${facts.title}. ${count(members, "anomaly", "anomalies")}, the first ${Math.round((now - facts.onsetAt) / 1000)} s ago.`,
    actor: self,
    data: { services: facts.services },
  });
  await addJobIn(tx, "diagnose", { situationId: id }, diagnoseKey(id));
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

async function reopen(tx: Tx, id: number, now: number): Promise<void> {
  await openAgain(tx, id, now, { again: true });
  await record(tx, {
    at: now,
    situationId: id,
    room: "situate",
    kind: "situation-reopened",
    says: `${situationName(id)} opened again: the same signal broke again soon after it had cleared.`,
    actor: self,
  });
}

async function mergeAway(tx: Tx, from: number, into: number, why: Why, now: number): Promise<void> {
  const members = await tx.situationAnomaly.findMany({
    where: { situationId: from },
    select: { anomalyId: true },
  });
  const ids = members.map((m) => m.anomalyId);
  await moveMembers(tx, ids, into, why);
  await resolveSituation(tx, {
    id: from,
    at: now,
    resolution: "merged",
    mergedInto: into,
    says: `${situationName(from)} went into ${situationName(into)}: ${why.says}.`,
    actor: self,
  });
}

/** Brings one situation up to date; tells when it opened (a candidate that rose above the bar) or ended. */
async function refresh(
  tx: Tx,
  situation: OpenSituation,
  moved: boolean,
  land: Terrain,
  rules: GroupingRules,
  flapping: ReadonlySet<number>,
  now: number,
): Promise<"opened" | "ended" | null> {
  const { id, status } = situation;
  const quiet =
    !moved &&
    !situation.busy &&
    situation.quietSince !== null &&
    now - situation.quietSince >= quietMs + (status === "candidate" ? waitMs : 0);
  const due = moved || situation.movedAt > situation.updatedAt - measureMs;
  if (!due && !quiet && now - situation.updatedAt < measureMs) return null;
  if (!due && !quiet && status === "candidate") return null;
  const members = await loadMembers(tx, id);
  const services = placesOf(members).map((p) => p.service);
  const onsetAt = Math.min(situation.onsetAt, ...members.map((m) => m.startedAt));
  const until = quiet ? (situation.quietSince ?? now) : now;
  const began = beganAt({ onsetAt, saidOnsetAt: situation.saidOnsetAt });
  const impact = await measure(tx, services, began, land, until);
  const severity = severityOf(impact, members, situation.severity);
  const title = situation.renamed ? situation.title : titleOf(members, land);
  const facts = { title, severity, services, impact, onsetAt };
  await updateFacts(tx, id, facts, now);
  if (
    title !== situation.title ||
    severity !== situation.severity ||
    services.length !== situation.services.length
  )
    await announceIn(tx, { topic: "situation", id: String(id) });
  if (status === "candidate") {
    if (evidenceOf(members, land.memory, flapping) >= rules.openBar) {
      await openAgain(tx, id, now, { again: false });
      await tellOpened(tx, id, facts, members.length, now);
      return "opened";
    }
    if (!quiet) return null;
    await resolveSituation(tx, {
      id,
      at: now,
      resolution: "faded",
      says: `${situationName(id)} faded: nothing came to it and its ${count(situation.members, "anomaly is", "anomalies are")} over.`,
      actor: self,
    });
    return "ended";
  }
  if (moved) await addJobIn(tx, "diagnose", { situationId: id }, diagnoseKey(id));
  if (!quiet) return null;
  await resolveSituation(tx, {
    id,
    at: now,
    resolution: "cleared",
    says: `${situationName(id)} cleared by itself: all ${situation.members} anomalies have been over for ${Math.round((now - until) / 1000)} s.`,
    actor: self,
  });
  return "ended";
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
  const { windows, usualFrom } = await loadRequests(tx, entry, onsetAt);
  return impactOf(entry, windows, onsetAt, now, usualFrom);
}
