import { z } from "zod";
import type { Db } from "../db/client";
import { logsOfTrace } from "../ingest/log-read-store";
import { golden } from "../ingest/model";
import { readTrace, type StoredSpan } from "../ingest/trace-store";
import { readSetting } from "../people/setting-store";
import { Problem } from "../problem";
import { type Severity, situationName } from "../situate/model";
import { defineView } from "../view";

/** One trace with all its spans, what was logged in it, and what else was on at its services at that time. */
export const trace = defineView({
  input: z.object({ id: z.string().regex(/^[0-9a-f]{32}$/) }),
  async load({ db }, { id }) {
    const { spans, total } = await readTrace(db.pool, id);
    if (spans.length === 0) {
      const { keepDays, wholeMinutes } = await readSetting(db.prisma, "traces");
      throw new Problem(
        "not-found",
        `There is no trace ${id}: it has not arrived, or it is gone. Ordinary traces are sampled after ${wholeMinutes} minutes, and all go after ${keepDays} days.`,
      );
    }
    const services = [...new Set(spans.flatMap((s) => [s.service, ...(s.peer ? [s.peer] : [])]))];
    const [logs, situations, series] = await Promise.all([
      logsOfTrace(db.pool, id),
      situationsAt(db, services, spans),
      db.prisma.series.findMany({
        where: { service: { in: services }, metric: { in: [golden.p95, golden.errors] } },
        select: { id: true, service: true, metric: true },
      }),
    ]);
    return { id, total, spans, logs, situations, series };
  },
});

/** Situations of any of the services that were open when the trace began or ended. */
async function situationsAt(db: Db, services: string[], spans: readonly StoredSpan[]) {
  const from = Math.min(...bounds(spans, (s) => s.start));
  const to = Math.max(...bounds(spans, (s) => s.start + s.duration));
  const rows = await db.prisma.situation.findMany({
    where: {
      services: { hasSome: services },
      onsetAt: { lte: new Date(to) },
      OR: [{ resolvedAt: null }, { resolvedAt: { gte: new Date(from) } }],
    },
    orderBy: { onsetAt: "desc" },
    take: 5,
    select: { id: true, title: true, severity: true, services: true, status: true },
  });
  return rows.map((s) => ({
    ...s,
    name: situationName(s.id),
    severity: s.severity as Severity,
  }));
}

/** The least and the greatest of what `of` says; a spread of 20,000 arguments would be too much for the stack. */
function bounds(spans: readonly StoredSpan[], of: (s: StoredSpan) => number): [number, number] {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const span of spans) {
    least = Math.min(least, of(span));
    most = Math.max(most, of(span));
  }
  return [least, most];
}
