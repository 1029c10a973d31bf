import { z } from "zod";
import { occurrences } from "../detect/maintenance";
import { readWindows } from "../detect/maintenance-store";
import { compileExpression, parseExpression } from "../series/expression";
import type { Tags } from "../series/tags";
import { situationName } from "../situate/model";
import { defineView } from "../view";
import { metricTitle } from "./metrics-words";

const dayMs = 86_400_000;
/** Past windows and silences are listed this long. */
const pastMs = 60 * dayMs;

/** Maintenance windows and silences: in force, to come and past, and what a new one may wait for. */
export const maintenance = defineView({
  input: z.object({}),
  async load({ db, now }) {
    const [windows, series, silences, situations, deploys, muted] = await Promise.all([
      readWindows(db, { now, since: now - pastMs }),
      db.pool.query<{ metric: string; tags: Tags }>("SELECT metric, tags FROM series"),
      db.prisma.seriesSilence.findMany({
        where: { until: { gte: new Date(now - pastMs) } },
        include: { series: { select: { id: true, service: true, metric: true } } },
        orderBy: { from: "desc" },
        take: 500,
      }),
      db.prisma.situation.findMany({
        where: { resolvedAt: null },
        select: { id: true, title: true, services: true },
        orderBy: { openedAt: "desc" },
        take: 50,
      }),
      db.prisma.change.findMany({
        where: {
          kind: "deploy",
          finishedAt: null,
          status: "started",
          at: { gte: new Date(now - dayMs) },
        },
        select: { id: true, title: true, service: true },
        orderBy: { at: "desc" },
        take: 50,
      }),
      db.pool.query<{ muted: string; n: number }>(
        `SELECT muted, count(*)::int AS n FROM anomalies
         WHERE muted LIKE 'Maintenance: %' AND "startedAt" >= to_timestamp($1::float8 / 1000) AT TIME ZONE 'UTC' GROUP BY 1`,
        [now - pastMs],
      ),
    ]);
    const recorded = (w: { name: string; reason: string }) =>
      muted.rows.find(
        (r) => r.muted === `Maintenance: ${w.name}${w.reason ? ` (${w.reason})` : ""}`,
      )?.n ?? 0;
    return {
      now,
      windows: windows.map((w) => {
        const matches = compileExpression(parseExpression(w.scope));
        const next = occurrences(w, now, 1)[0] ?? null;
        const state = next === null ? "past" : next.from <= now ? "now" : "coming";
        return {
          ...w,
          state: state as "now" | "coming" | "past",
          next,
          situation: w.situationId === null ? null : situationName(w.situationId),
          series: series.rows.filter((s) => matches(s.metric, s.tags)).length,
          /** Anomalies recorded under its name in the last 60 days */
          recorded: recorded(w),
        };
      }),
      silences: silences.map((s) => {
        const to = Math.min(s.until.getTime(), s.endedAt?.getTime() ?? Number.POSITIVE_INFINITY);
        return {
          id: s.id,
          seriesId: s.series.id,
          service: s.series.service,
          title: metricTitle(s.series.metric),
          reason: s.reason,
          author: s.author,
          from: s.from.getTime(),
          to,
          inForce: to > now,
        };
      }),
      situations: situations.map((s) => ({ ...s, name: situationName(s.id) })),
      deploys,
    };
  },
});
