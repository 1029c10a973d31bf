import { z } from "zod";
import type { Db } from "../db/client";
import type { SuspectKind } from "../diagnose/model";
import { plan as planSchema } from "../remediate/model";
import { beganAt, type Impact, type Severity, type Step, situationName } from "../situate/model";
import { defineView } from "../view";
import { nextStepOf, stepNow } from "./next-step";

const dayMs = 86_400_000;
const buckets = 24;
const maxRows = 500;

/** What a change of this kind is called as a cause, for the facet. */
const causeOf = (kind: string | undefined): string =>
  kind === "deploy"
    ? "Deployment"
    : kind === "flag" || kind === "config"
      ? "Flag or config"
      : kind === "database"
        ? "Database"
        : "Infrastructure";

/** Every open situation, every candidate and those resolved in the last days, with what is next, the likely cause and the impact. */
export const situations = defineView({
  input: z.object({
    /** How far back resolved situations are shown */
    resolvedDays: z.number().int().min(1).max(90).default(1),
  }),
  async load({ db, now }, { resolvedDays }) {
    const since = new Date(now - resolvedDays * dayMs);
    const shown = { status: "resolved", resolvedAt: { gte: since } } as const;
    // What was merged away is told by the situation that took it; a candidate that came to nothing is told nowhere.
    const told = { ...shown, resolution: { notIn: ["merged", "discarded", "faded"] } };
    const [open, resolved, resolvedCount, totals, lastClosed] = await Promise.all([
      db.prisma.situation.findMany({
        where: { status: { in: ["open", "acknowledged", "candidate"] } },
        orderBy: { openedAt: "desc" },
        take: maxRows,
      }),
      db.prisma.situation.findMany({ where: told, orderBy: { resolvedAt: "desc" }, take: maxRows }),
      db.prisma.situation.count({ where: told }),
      db.pool.query<{ anomalies: number; situations: number }>(
        `SELECT (SELECT count(*) FROM anomalies WHERE "startedAt" > to_timestamp($1 / 1000.0) AT TIME ZONE 'UTC')::int AS anomalies,
                (SELECT count(*) FROM situations WHERE "openedAt" > to_timestamp($1 / 1000.0) AT TIME ZONE 'UTC' AND status <> 'candidate'
                   AND coalesce(resolution, '') NOT IN ('merged', 'discarded', 'faded'))::int AS situations`,
        [now - dayMs],
      ),
      db.prisma.situation.aggregate({ _max: { resolvedAt: true } }),
    ]);
    const rows = [...open, ...resolved.slice(0, maxRows - open.length)];
    const ids = rows.map((r) => r.id);
    const [members, firsts, remedies] = await Promise.all([
      readMembers(db, ids),
      readFirstSuspects(db, ids),
      readNewestRemedies(db, ids),
    ]);
    return {
      at: now,
      absorbed24h: totals.rows[0]?.anomalies ?? 0,
      opened24h: totals.rows[0]?.situations ?? 0,
      lastClosedAt: lastClosed._max.resolvedAt?.getTime() ?? null,
      resolvedDays,
      /** Resolved ones of these days that are not among the rows */
      hidden: Math.max(0, resolvedCount - (rows.length - open.length)),
      rows: rows.map((r) => {
        const remedy = remedies.get(r.id);
        const step = stepNow(r.step as Step, remedy?.state);
        const openedAt = r.openedAt.getTime();
        const resolvedAt = r.resolvedAt?.getTime() ?? null;
        const first = firsts.get(r.id);
        const guilty = first && first.veto === null && first.state !== "cleared" ? first : null;
        const kind = guilty?.kind === "change" ? (guilty.changeKind ?? undefined) : undefined;
        const plan = planSchema.safeParse(remedy?.plan);
        const ran = members.get(r.id) ?? [];
        return {
          id: r.id,
          name: situationName(r.id),
          title: r.title,
          status: r.status as "candidate" | "open" | "acknowledged" | "resolved",
          severity: r.severity as Severity,
          step,
          services: r.services,
          impact: r.impact as Impact,
          owner: r.owner,
          openedAt,
          resolvedAt,
          next: nextStepOf({
            step,
            resolution: r.resolution,
            tookMs: resolvedAt === null ? null : resolvedAt - openedAt,
            plan: plan.success ? plan.data : null,
          }),
          suspect: guilty && {
            kind: guilty.kind,
            changeKind: kind ?? null,
            title: guilty.title,
            score: guilty.score,
          },
          cause: guilty
            ? guilty.kind !== "change"
              ? guilty.kind === "service"
                ? "Service"
                : "Instance"
              : causeOf(kind)
            : step === "diagnosing" || r.status === "candidate"
              ? "Not known yet"
              : "No change",
          anomalies: ran.length,
          spark: activity(ran, beganAt(r).getTime(), resolvedAt ?? now),
        };
      }),
    };
  },
});

type Ran = { from: number; to: number | null };

/** When the members of each situation ran, epoch ms. One row each and nothing else: lists of thousands stay quick. */
async function readMembers({ pool }: Db, ids: readonly number[]): Promise<Map<number, Ran[]>> {
  const { rows } = await pool.query<{ id: number; from: number[]; to: (number | null)[] }>(
    `SELECT m."situationId" AS id, array_agg((extract(epoch FROM a."startedAt") * 1000)::float8) AS "from",
       array_agg((extract(epoch FROM a."endedAt") * 1000)::float8) AS "to"
     FROM situation_anomalies m JOIN anomalies a ON a.id = m."anomalyId" WHERE m."situationId" = ANY($1) GROUP BY 1`,
    [ids],
  );
  return new Map(
    rows.map((r) => [r.id, r.from.map((from, i) => ({ from, to: r.to[i] ?? null }))] as const),
  );
}

async function readFirstSuspects({ pool }: Db, ids: readonly number[]) {
  const { rows } = await pool.query<{
    id: number;
    kind: SuspectKind;
    title: string;
    score: number;
    state: string;
    veto: string | null;
    changeKind: string | null;
  }>(
    `SELECT DISTINCT ON (s."situationId") s."situationId" AS id, s.kind, s.title, s.score, s.state, s.veto, c.kind AS "changeKind"
     FROM suspects s LEFT JOIN changes c ON s.kind = 'change' AND c.id = s.ref
     WHERE s."situationId" = ANY($1) ORDER BY s."situationId", s.rank`,
    [ids],
  );
  return new Map(rows.map((r) => [r.id, r]));
}

async function readNewestRemedies({ pool }: Db, ids: readonly number[]) {
  const { rows } = await pool.query<{ id: number; plan: unknown; state: string }>(
    `SELECT DISTINCT ON ("situationId") "situationId" AS id, plan, state FROM remedies
     WHERE "situationId" = ANY($1) ORDER BY "situationId", "proposedAt" DESC`,
    [ids],
  );
  return new Map(rows.map((r) => [r.id, r]));
}

/** How many of the anomalies ran in each part of a window that begins a quarter of its length before the onset. */
function activity(anomalies: readonly Ran[], onset: number, end: number): number[] {
  const from = onset - Math.max(60_000, (end - onset) / 3);
  const width = Math.max(1, end - from) / buckets;
  const bars = new Array<number>(buckets).fill(0);
  for (const a of anomalies) {
    const first = Math.max(0, Math.floor((a.from - from) / width));
    const last = Math.min(buckets - 1, Math.ceil(((a.to ?? end) - from) / width) - 1);
    for (let i = first; i <= last; i++) bars[i] = (bars[i] ?? 0) + 1;
  }
  return bars;
}
