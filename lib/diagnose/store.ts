import type { Db, Tx } from "@/lib/db/client";
import type { InputJsonValue } from "@/lib/db/generated/internal/prismaNamespace";
import { announceIn } from "@/lib/db/live";
import { type Actor, workerActor } from "@/lib/people/model";
import { Problem } from "@/lib/problem";
import { situationName } from "@/lib/situate/model";
import { record } from "@/lib/timeline/store";
import { checks } from "./checks/index";
import type { Finding, Suspect, SuspectKind, SuspectState } from "./model";
import { runCheck } from "./run-check";
import { planChecks, type Runbook } from "./runbook";
import { rankNeeds } from "./scene";
import { fetcher, loadScene } from "./scene-store";
import { isGuilty, keyOf, type Memory, suspectsOf, verdictOf } from "./suspects";

const self = workerActor("diagnose");

export type Diagnosis = {
  suspects: Suspect[];
  verdict: Finding;
  /** A change is guilty enough to propose its undoing */
  guilty: boolean;
};

type Timed = Finding & { runbook: string; tookMs: number };

/**
 * Diagnoses one situation: runs the checks of every runbook that applies, ranks services and changes, and stores suspects
 * and findings with what moved on the timeline. Safe to run again at any time. Null when it is gone or resolved.
 */
export async function diagnoseNow(
  db: Db,
  situationId: number,
  runbooks: readonly Runbook[],
  now: number,
): Promise<Diagnosis | null> {
  const situation = await db.prisma.situation.findUnique({
    where: { id: situationId },
    select: { status: true },
  });
  if (!situation || situation.status === "resolved") return null;
  const scene = await loadScene(db, situationId, now);
  if (!scene) return null;
  const fetch = fetcher(db);
  const findings: Timed[] = await Promise.all(
    planChecks(runbooks, scene).map(async ({ runbook, check, params }) => {
      const started = performance.now();
      const known = checks[check];
      if (!known) throw new Error(`There is no check ${check}.`);
      const finding = await runCheck(known, params, scene, fetch);
      return { ...finding, runbook, tookMs: Math.round(performance.now() - started) };
    }),
  );
  const was = await db.prisma.suspect.findMany({
    where: { situationId },
    orderBy: { rank: "asc" },
  });
  const memory: Memory = {
    states: new Map(was.map((s) => [keyOf(s), s.state as SuspectState])),
    first: was[0] ? keyOf(was[0]) : null,
  };
  const suspects = suspectsOf(scene, await fetch(rankNeeds(scene)), findings, memory);
  const verdict = verdictOf(suspects);
  await db.prisma.$transaction((tx) =>
    save(tx, situationId, { suspects, verdict, findings, wasFirst: memory.first, now }),
  );
  return { suspects, verdict, guilty: suspects.some(isGuilty) };
}

async function save(
  tx: Tx,
  situationId: number,
  done: {
    suspects: readonly Suspect[];
    verdict: Finding;
    findings: readonly Timed[];
    wasFirst: string | null;
    now: number;
  },
): Promise<void> {
  const { suspects, verdict, findings, wasFirst, now } = done;
  // Two runs over one situation take turns.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('diagnose'), ${situationId}::int)`;
  const old = await tx.finding.findMany({ where: { situationId } });
  const outcomes = new Map(old.map((f) => [f.check, f.outcome]));
  for (const f of [...findings, { ...verdict, runbook: "diagnosis", tookMs: 0 }])
    await saveFinding(tx, situationId, f, now);
  await tx.suspect.deleteMany({
    where: {
      situationId,
      // What a person or a verification said of a suspect is kept even when it fell off the shortlist.
      state: { in: ["none", "suspect"] },
      NOT: { OR: suspects.map((s) => ({ kind: s.kind, ref: s.ref })) },
    },
  });
  await tx.suspect.updateMany({ where: { situationId }, data: { rank: { increment: 100 } } });
  for (const s of suspects) await saveSuspect(tx, situationId, s, now);
  if (old.length === 0) await tellChecks(tx, situationId, findings, now);
  const first = suspects[0];
  const firstKey = first ? keyOf(first) : null;
  if (firstKey !== wasFirst || outcomes.get("verdict") !== verdict.outcome)
    await record(tx, {
      at: now,
      situationId,
      room: "diagnose",
      kind: "diagnosed",
      says: verdict.says,
      actor: self,
      data: {
        verdict: verdict.outcome,
        suspects: suspects.map(({ kind, ref, title, score, veto }) => ({
          kind,
          ref,
          title,
          score,
          veto,
        })),
      },
    });
  const moved = findings.some((f) => outcomes.get(f.check) !== f.outcome);
  if (moved || firstKey !== wasFirst)
    await announceIn(tx, { topic: "situation", id: String(situationId) });
}

async function tellChecks(tx: Tx, situationId: number, findings: readonly Timed[], now: number) {
  const telling = findings.filter((f) => f.outcome === "interesting").map((f) => f.says);
  await record(tx, {
    at: now,
    situationId,
    room: "diagnose",
    kind: "checks-finished",
    says: `${findings.length} checks ran: ${telling.length > 0 ? telling.join(" ") : "nothing stands out."}`,
    actor: self,
    data: { outcomes: Object.fromEntries(findings.map((f) => [f.check, f.outcome])) },
  });
}

async function saveFinding(tx: Tx, situationId: number, f: Timed, now: number): Promise<void> {
  const data = {
    runbook: f.runbook,
    title: f.title,
    outcome: f.outcome,
    says: f.says,
    votes: f.votes as unknown as InputJsonValue,
    evidence: f.evidence as InputJsonValue,
    at: new Date(now),
    tookMs: f.tookMs,
  };
  await tx.finding.upsert({
    where: { situationId_check: { situationId, check: f.check } },
    create: { situationId, check: f.check, ...data },
    update: data,
  });
}

async function saveSuspect(tx: Tx, situationId: number, s: Suspect, now: number): Promise<void> {
  const data = {
    service: s.service,
    title: s.title,
    score: s.score,
    rank: s.rank,
    state: s.state,
    evidence: s.evidence as unknown as InputJsonValue,
    veto: s.veto,
    updatedAt: new Date(now),
  };
  await tx.suspect.upsert({
    where: { situationId_kind_ref: { situationId, kind: s.kind, ref: s.ref } },
    create: { situationId, kind: s.kind, ref: s.ref, ...data },
    update: data,
  });
}

/**
 * What a person or a verified remedy says of a suspect: confirmed, cleared, or open again. Writes the timeline; the next
 * diagnosis respects it. Throws Problem "not-found".
 */
export async function setSuspectState(
  tx: Tx,
  said: {
    situationId: number;
    kind: SuspectKind;
    ref: string;
    state: SuspectState;
    says: string;
    at: number;
    actor: Actor;
  },
): Promise<void> {
  const { situationId, kind, ref, state } = said;
  const { count } = await tx.suspect.updateMany({
    where: { situationId, kind, ref },
    data: { state, updatedAt: new Date(said.at) },
  });
  if (count === 0)
    throw new Problem("not-found", `${situationName(situationId)} has no such suspect: ${ref}.`);
  await record(tx, {
    at: said.at,
    situationId,
    room: said.actor.kind === "worker" ? "diagnose" : "people",
    kind: `suspect-${state}`,
    says: said.says,
    actor: said.actor,
    data: { kind, ref, state },
  });
  await announceIn(tx, { topic: "situation", id: String(situationId) });
}
