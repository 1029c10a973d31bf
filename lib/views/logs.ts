import { z } from "zod";
import { countBySeverity, countPatterns } from "../ingest/log-read-store";
import { logMetrics, logSeverities } from "../ingest/model";
import type { Tags } from "../series/tags";
import { resolveRange } from "../series/time-range";
import { defineView } from "../view";

const perPage = 50;
const slots = 40;

/** Log patterns of a range: what services write, how often, and what is new. */
export const logs = defineView({
  input: z.object({
    from: z.string(),
    to: z.string(),
    q: z.string().max(200).default(""),
    service: z.string().max(300).default(""),
    /** This one and the worse */
    severity: z.enum(logSeverities).nullable().default(null),
    onlyNew: z.boolean().default(false),
    /** This pattern alone */
    pattern: z.string().max(64).nullable().default(null),
    page: z.number().int().min(1).max(1000).default(1),
  }),
  async load({ db, now }, input) {
    const { from, to } = resolveRange(input, now);
    const severities = input.severity
      ? logSeverities.slice(logSeverities.indexOf(input.severity))
      : null;
    const [{ patterns, total }, counts, ever] = await Promise.all([
      countPatterns(
        db.pool,
        {
          ...{ fromMs: from, toMs: to, severities, text: input.q.trim(), id: input.pattern },
          ...{ service: input.service || null, onlyNew: input.onlyNew },
        },
        { slots, offset: (input.page - 1) * perPage, limit: perPage },
      ),
      countBySeverity(db.pool, from, to),
      db.prisma.logPattern.findFirst({
        orderBy: { lastSeenAt: "desc" },
        select: { lastSeenAt: true },
      }),
    ]);
    const series = await db.prisma.series.findMany({
      where: {
        metric: { in: [logMetrics.messages, logMetrics.pattern] },
        service: { in: [...new Set([...patterns.map((p) => p.service), input.service])] },
      },
      select: { id: true, metric: true, service: true, tags: true },
    });
    const seriesOf = (metric: string, wanted: Tags) =>
      series.find(
        (s) =>
          s.metric === metric &&
          Object.entries(wanted).every(([name, value]) => (s.tags as Tags)[name] === value),
      )?.id ?? null;
    return {
      from,
      to,
      total,
      pages: Math.max(1, Math.ceil(total / perPage)),
      /** Epoch ms of the latest message of any time; null when none ever came */
      newestAt: ever?.lastSeenAt.getTime() ?? null,
      counts,
      patterns: patterns.map((p) => ({
        ...p,
        /** Its own series where it has one, else that of its severity */
        series:
          seriesOf(logMetrics.pattern, { service: p.service, pattern: p.id }) ??
          seriesOf(logMetrics.messages, { service: p.service, severity: p.severity }),
      })),
    };
  },
});
