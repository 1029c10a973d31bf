import type { Db, Tx } from "@/lib/db/client";
import type { InputJsonValue } from "@/lib/db/generated/internal/prismaNamespace";
import { announceIn } from "@/lib/db/live";
import { type Actor, workerActor } from "@/lib/people/model";
import { Problem } from "@/lib/problem";
import { situationName } from "@/lib/situate/model";
import { record } from "@/lib/timeline/store";
import { askHttp, readReach } from "./http-step-store";
import type { Finding, Outcome, Suspect, SuspectKind, SuspectState, Vote } from "./model";
import { runPlan, type Timed } from "./run-plan";
import { applies, type Planned, planSteps, type Runbook, stepKey } from "./runbook";
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

/** A URL is asked this often at most, unless a person wants it now; checks look anew each time. */
const httpEveryMs = 60_000;

/**
 * Diagnoses one situation: runs the checks of every runbook that applies, ranks services and changes, and stores suspects
 * and findings with what moved on the timeline. Safe to run again at any time. Null when it is gone or resolved.
 */
export async function diagnoseNow(
  db: Db,
  situationId: number,
  runbooks: readonly Runbook[],
  now: number,
  { again = false } = {},
): Promise<Diagnosis | null> {
  const situation = await db.prisma.situation.findUnique({
    where: { id: situationId },
    select: { status: true },
  });
  if (!situation || situation.status === "resolved") return null;
  const scene = await loadScene(db, situationId, now);
  if (!scene) return null;
  const fetch = fetcher(db, scene);
  const plan = planSteps(runbooks, scene);
  const kept = again ? [] : await recentAnswers(db, situationId, plan, now);
  const reach = plan.some((p) => "http" in p.step) ? await readReach(db.prisma) : null;
  const ran = await runPlan(
    plan.filter((p) => !kept.some((k) => k.check === p.key)),
    scene,
    {
      fetch,
      ask: (step, more) =>
        askHttp(step, scene, reach ?? { hosts: [], policy: { allow: [] } }, more),
      clock: () => performance.now(),
    },
  );
  const findings = [...ran, ...kept];
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
  await saveRuns(db, situationId, {
    runbooks: runbooks.filter((b) => applies(b, scene)),
    findings,
    now,
  });
  return { suspects, verdict, guilty: suspects.some(isGuilty) };
}

/** What URLs answered a moment ago. */
async function recentAnswers(
  db: Db,
  situationId: number,
  plan: readonly Planned[],
  now: number,
): Promise<Timed[]> {
  const keys = plan.filter((p) => "http" in p.step).map((p) => p.key);
  if (keys.length === 0) return [];
  const rows = await db.prisma.finding.findMany({
    where: { situationId, check: { in: keys }, at: { gt: new Date(now - httpEveryMs) } },
  });
  return rows.map((f) => ({
    check: f.check,
    title: f.title,
    outcome: f.outcome as Outcome,
    says: f.says,
    votes: f.votes as unknown as Vote[],
    evidence: f.evidence as Record<string, unknown>,
    runbook: f.runbook,
    at: f.at.getTime(),
    tookMs: f.tookMs,
  }));
}

/** Which runbooks ran and how much each found: the list of runbooks tells how often one is of use. */
async function saveRuns(
  db: Db,
  situationId: number,
  ran: { runbooks: readonly Runbook[]; findings: readonly Timed[]; now: number },
): Promise<void> {
  const outcome = new Map(ran.findings.map((f) => [f.check, f.outcome]));
  const rows = ran.runbooks.map((book) => {
    const all = book.checks.map((s) => outcome.get(stepKey(book, s)));
    const count = (wanted: Outcome) => all.filter((o) => o === wanted).length;
    return [book.name, all.length, count("interesting"), count("error")] as const;
  });
  await db.pool.query(
    `INSERT INTO runbook_runs ("situationId", runbook, at, steps, interesting, failed)
     SELECT $1, r.runbook, $2, r.steps, r.interesting, r.failed
     FROM unnest($3::text[], $4::int[], $5::int[], $6::int[]) AS r (runbook, steps, interesting, failed)
     WHERE EXISTS (SELECT FROM situations WHERE id = $1)
     ON CONFLICT ("situationId", runbook) DO UPDATE
     SET at = excluded.at, steps = excluded.steps, interesting = excluded.interesting, failed = excluded.failed`,
    [
      situationId,
      new Date(ran.now),
      rows.map((r) => r[0]),
      rows.map((r) => r[1]),
      rows.map((r) => r[2]),
      rows.map((r) => r[3]),
    ],
  );
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
  for (const f of [...findings, { ...verdict, runbook: "diagnosis", at: now, tookMs: 0 }])
    await saveFinding(tx, situationId, f);
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

async function saveFinding(tx: Tx, situationId: number, f: Timed): Promise<void> {
  const data = {
    runbook: f.runbook,
    title: f.title,
    outcome: f.outcome,
    says: f.says,
    votes: f.votes as unknown as InputJsonValue,
    evidence: f.evidence as InputJsonValue,
    at: new Date(f.at),
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
