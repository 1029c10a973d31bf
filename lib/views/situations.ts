import { z } from "zod";
import type { SuspectKind } from "../diagnose/model";
import { plan as planSchema } from "../remediate/model";
import { type Impact, type Severity, type Step, situationName } from "../situate/model";
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

/** Every open situation and those resolved in the last days, with what is next, the likely cause and the impact. */
export const situations = defineView({
  input: z.object({
    /** How far back resolved situations are shown */
    resolvedDays: z.number().int().min(1).max(30).default(1),
  }),
  async load({ db, now }, { resolvedDays }) {
    const [rows, totals, lastClosed] = await Promise.all([
      db.prisma.situation.findMany({
        where: {
          OR: [
            { status: { not: "resolved" } },
            { resolvedAt: { gte: new Date(now - resolvedDays * dayMs) } },
          ],
        },
        orderBy: { openedAt: "desc" },
        take: maxRows,
        include: {
          members: {
            select: { anomaly: { select: { startedAt: true, endedAt: true, peakScore: true } } },
          },
          suspects: { orderBy: { rank: "asc" }, take: 1 },
          remedies: {
            orderBy: { proposedAt: "desc" },
            take: 1,
            select: { plan: true, state: true },
          },
        },
      }),
      db.pool.query<{ anomalies: number; situations: number }>(
        `SELECT (SELECT count(*) FROM anomalies WHERE "startedAt" > to_timestamp($1 / 1000.0) AT TIME ZONE 'UTC') AS anomalies,
                (SELECT count(*) FROM situations WHERE "openedAt" > to_timestamp($1 / 1000.0) AT TIME ZONE 'UTC') AS situations`,
        [now - dayMs],
      ),
      db.prisma.situation.aggregate({ _max: { resolvedAt: true } }),
    ]);
    const changes = await db.prisma.change.findMany({
      where: {
        id: {
          in: rows.flatMap((r) => r.suspects).flatMap((s) => (s.kind === "change" ? s.ref : [])),
        },
      },
      select: { id: true, kind: true },
    });
    const kindOf = new Map(changes.map((c) => [c.id, c.kind]));
    return {
      at: now,
      absorbed24h: totals.rows[0]?.anomalies ?? 0,
      opened24h: totals.rows[0]?.situations ?? 0,
      lastClosedAt: lastClosed._max.resolvedAt?.getTime() ?? null,
      rows: rows.map((r) => {
        const step = stepNow(r.step as Step, r.remedies[0]?.state);
        const openedAt = r.openedAt.getTime();
        const resolvedAt = r.resolvedAt?.getTime() ?? null;
        const first = r.suspects[0];
        const guilty = first && first.veto === null && first.state !== "cleared" ? first : null;
        const kind = guilty?.kind === "change" ? kindOf.get(guilty.ref) : undefined;
        const plan = planSchema.safeParse(r.remedies[0]?.plan);
        return {
          id: r.id,
          name: situationName(r.id),
          title: r.title,
          status: r.status as "open" | "acknowledged" | "resolved",
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
            kind: guilty.kind as SuspectKind,
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
            : step === "diagnosing"
              ? "Not known yet"
              : "No change",
          anomalies: r.members.length,
          spark: activity(
            r.members.map((m) => m.anomaly),
            r.onsetAt.getTime(),
            resolvedAt ?? now,
          ),
        };
      }),
    };
  },
});

/** How many of the anomalies ran in each part of a window that begins a quarter of its length before the onset. */
function activity(
  anomalies: readonly { startedAt: Date; endedAt: Date | null }[],
  onset: number,
  end: number,
): number[] {
  const from = onset - Math.max(60_000, (end - onset) / 3);
  const width = (end - from) / buckets;
  return Array.from({ length: buckets }, (_, i) => {
    const a = from + i * width;
    return anomalies.filter(
      (x) =>
        x.startedAt.getTime() < a + width && (x.endedAt?.getTime() ?? Number.POSITIVE_INFINITY) > a,
    ).length;
  });
}
