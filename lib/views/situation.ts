import { z } from "zod";
import { loadCallGraph } from "../db/call-graph";
import type { Db } from "../db/client";
import type { LabelKind } from "../detect/label";
import type { Evidence, Outcome, SuspectKind, SuspectState, Vote } from "../diagnose/model";
import { golden } from "../ingest/model";
import { Problem } from "../problem";
import { readDownsampled } from "../samples/store";
import {
  beganAt,
  type Impact,
  type Severity,
  type Step,
  situationName,
  type Why,
} from "../situate/model";
import { defineView } from "../view";
import { sparkValues } from "./metrics-points";
import { metricTitle, tagWords } from "./metrics-words";
import { nextStepOf, stepNow } from "./next-step";
import { readBefore } from "./situation-before";
import { readRemedies } from "./situation-remedies";
import { brokenOf, spreadOf } from "./situation-spread";
import { storyOf } from "./situation-story";
import { readTimeline } from "./situation-timeline";

const hourMs = 3_600_000;
/** Entries of the timeline on the page, the newest; what is pinned comes with them however old. */
const shownEntries = 300;
/** Calls of this long before the onset make the graph that the story is told on. */
const lookBackMs = hourMs;

/** Everything about one situation: what its page and all its tabs show. */
export const situation = defineView({
  input: z.object({ id: z.number().int().positive() }),
  async load({ db, now }, { id }) {
    const row = await db.prisma.situation.findUnique({
      where: { id },
      include: {
        members: {
          include: {
            anomaly: {
              include: {
                series: true,
                detector: true,
                labels: { where: { undoneAt: null }, select: { kind: true } },
              },
            },
          },
        },
        suspects: { orderBy: { rank: "asc" }, take: 8 },
        findings: { orderBy: [{ at: "asc" }, { check: "asc" }] },
      },
    });
    if (!row) throw new Problem("not-found", `There is no situation ${situationName(id)}.`);
    const onsetAt = beganAt(row).getTime();
    const openedAt = row.openedAt.getTime();
    const resolvedAt = row.resolvedAt?.getTime() ?? null;
    const endAt = resolvedAt ?? now;
    const members = row.members
      .map(({ anomaly: a, why }) => ({
        id: a.id,
        seriesId: a.seriesId,
        service: a.service,
        metric: a.metric,
        title: metricTitle(a.metric),
        tags: tagWords(a.series.tags as Record<string, string>),
        unit: a.series.unit,
        level: a.level as "WEAK" | "STRONG",
        direction: a.direction as "above" | "below",
        startedAt: a.startedAt.getTime(),
        endedAt: a.endedAt?.getTime() ?? null,
        peakAt: a.peakAt.getTime(),
        peakValue: a.peakValue,
        peakExpected: a.peakExpected,
        peakScore: a.peakScore,
        detector: { id: a.detectorId, title: a.detector.title, version: a.detectorVersion },
        why: why as unknown as Why[],
        label: (a.labels[0]?.kind as LabelKind | undefined) ?? null,
      }))
      .sort((a, b) => a.startedAt - b.startedAt);
    const { graph } = await loadCallGraph(db.prisma, onsetAt - lookBackMs, endAt);
    const broken = brokenOf(members, graph);
    const [remedies, changes, events, before, undo, sparks] = await Promise.all([
      readRemedies(db, { situationId: id, take: 10 }),
      db.prisma.change.findMany({
        where: { at: { gte: new Date(onsetAt - 2 * hourMs), lte: new Date(endAt + hourMs) } },
        orderBy: { at: "desc" },
        take: 100,
      }),
      readTimeline(db, id, shownEntries),
      readBefore(db, row),
      readUndo(db, id, now),
      readSparks(db, members, onsetAt, endAt),
    ]);
    const step = stepNow(row.step as Step, remedies[0]?.state);
    const impact = row.impact as Impact;
    const suspects = row.suspects.map((s) => {
      const change = s.kind === "change" ? changes.find((c) => c.id === s.ref) : undefined;
      return {
        id: s.id,
        kind: s.kind as SuspectKind,
        ref: s.ref,
        service: s.service,
        title: s.title,
        score: s.score,
        state: s.state as SuspectState,
        evidence: (s.evidence as unknown as Evidence[]) ?? [],
        veto: s.veto,
        changeKind: s.kind === "change" ? (change?.kind ?? "deploy") : null,
        at: change?.at.getTime() ?? null,
        reversible: change?.reversible ?? false,
      };
    });
    const live = remedies.find(
      (r) => r.state !== "rejected" && r.state !== "expired" && r.state !== "void",
    );
    return {
      at: now,
      id,
      name: situationName(id),
      title: row.title,
      status: row.status as "candidate" | "open" | "acknowledged" | "resolved",
      /** The situation that took its members */
      mergedInto: row.mergedInto,
      /** What people lately did to its grouping that can still be undone, newest first */
      undo,
      severity: row.severity as Severity,
      step,
      next: nextStepOf({
        step,
        resolution: row.resolution,
        tookMs: resolvedAt === null ? null : resolvedAt - openedAt,
        plan: (live ?? remedies[0])?.plan ?? null,
      }),
      /** Since when it counts: what a person says before what was detected */
      onsetAt,
      detectedOnsetAt: row.onsetAt.getTime(),
      saidOnset:
        row.saidOnsetAt === null
          ? null
          : { by: row.saidOnsetBy ?? "somebody", why: row.saidOnsetWhy ?? "" },
      openedAt,
      acknowledgedAt: row.acknowledgedAt?.getTime() ?? null,
      resolvedAt,
      resolution: row.resolution,
      owner: row.owner,
      services: row.services,
      impact,
      members: members.map((m) => ({ ...m, spark: sparks.values.get(m.seriesId) ?? [] })),
      sparkFrom: sparks.from,
      sparkTo: sparks.to,
      suspects,
      findings: row.findings.map((f) => ({
        id: f.id,
        runbook: f.runbook,
        check: f.check,
        title: f.title,
        outcome: f.outcome as Outcome,
        says: f.says,
        votes: f.votes as unknown as Vote[],
        evidence: f.evidence as Record<string, unknown>,
        at: f.at.getTime(),
        tookMs: f.tookMs,
      })),
      remedies,
      changes: changes.map((c) => ({
        id: c.id,
        kind: c.kind,
        service: c.service,
        title: c.title,
        from: c.from,
        to: c.to,
        author: c.author,
        link: c.link,
        source: c.source,
        status: c.status,
        at: c.at.getTime(),
        reversible: c.reversible,
      })),
      timeline: events.rows,
      /** Older entries that are not among them */
      timelineLeftOut: events.leftOut,
      before,
      spread: spreadOf(graph, broken),
      story: storyOf({
        spread: broken,
        suspects,
        impact,
        resolved: resolvedAt !== null,
        diagnosed: row.findings.length > 0 || suspects.length > 0,
      }),
      charts: chartsOf(members, impact.entry, broken[0]?.service ?? null),
    };
  },
});

type Member = {
  seriesId: number;
  service: string | null;
  metric: string;
  level: "WEAK" | "STRONG";
  startedAt: number;
  peakScore: number;
};

/** Up to three series that tell the story: what the entry's users feel, what broke first, and one more signal. */
function chartsOf(members: readonly Member[], entry: string | null, lead: string | null): number[] {
  const rank = (m: Member) =>
    (m.service === entry && m.metric === golden.errors ? 100 : 0) +
    (m.service === entry ? 40 : 0) +
    (m.service === lead ? 30 : 0) +
    (m.level === "STRONG" ? 10 : 0) +
    Math.min(9, m.peakScore / 2);
  const chosen: Member[] = [];
  const pool = [...members].sort((a, b) => rank(b) - rank(a));
  while (chosen.length < 3 && pool.length > 0) {
    const next =
      pool.find(
        (m) =>
          !chosen.some((c) => c.service === m.service && c.metric === m.metric) &&
          !chosen.some((c) => c.metric === m.metric),
      ) ?? pool.find((m) => !chosen.some((c) => c.seriesId === m.seriesId));
    if (!next) break;
    chosen.push(next);
    pool.splice(pool.indexOf(next), 1);
  }
  return [...new Set(chosen.map((c) => c.seriesId))];
}

/** Labels of grouping that can still be taken back. */
async function readUndo(db: Db, situationId: number, now: number) {
  const rows = await db.prisma.groupingLabel.findMany({
    where: { situationId, undoneAt: null, at: { gte: new Date(now - 24 * hourMs) } },
    orderBy: { at: "desc" },
    take: 5,
  });
  return rows.map(({ id, kind, says, author, at }) => ({
    id,
    kind,
    says,
    author,
    at: at.getTime(),
  }));
}

const sparkBuckets = 40;
const mostSparks = 100;

/** The shape of each member's series, from a while before the onset to the end. */
async function readSparks(
  db: Db,
  members: readonly { seriesId: number }[],
  onsetAt: number,
  endAt: number,
) {
  const from = onsetAt - Math.max(10 * 60_000, (endAt - onsetAt) / 2);
  const ids = [...new Set(members.map((m) => m.seriesId))].slice(0, mostSparks);
  const points = await readDownsampled(db.pool, ids, from, endAt, sparkBuckets);
  const range = { from, to: endAt, count: sparkBuckets };
  const values = new Map(ids.map((id) => [id, sparkValues(points.get(id), range)] as const));
  return { from, to: endAt, values };
}
