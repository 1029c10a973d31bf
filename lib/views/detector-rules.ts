import { z } from "zod";
import { readRules } from "../detect/rule-store";
import { defineView } from "../view";

const problem = z.object({ series: z.string(), why: z.string() });

/** Every bulk rule: what it asks for, what it has made, and how its last application went or goes. */
export const detectorRules = defineView({
  input: z.object({}),
  async load({ db }) {
    const [rules, made, runs, detectors, series] = await Promise.all([
      readRules(db.prisma),
      db.pool.query<{ id: string; made: number; on: number; untrusted: number }>(
        `SELECT "ruleId" AS id, count(*)::int AS made, count(*) FILTER (WHERE enabled)::int AS on,
                count(*) FILTER (WHERE untrusted IS NOT NULL)::int AS untrusted
         FROM detectors WHERE "ruleId" IS NOT NULL GROUP BY 1`,
      ),
      db.prisma.detectorRuleRun.findMany({
        distinct: ["ruleId"],
        orderBy: [{ ruleId: "asc" }, { queuedAt: "desc" }],
      }),
      db.prisma.detector.count(),
      db.prisma.series.findMany({
        select: { metric: true },
        distinct: ["metric"],
        orderBy: { metric: "asc" },
        take: 200,
      }),
    ]);
    return {
      detectors,
      metrics: series.map((s) => s.metric),
      rules: rules.map((r) => {
        const m = made.rows.find((x) => x.id === r.id);
        const run = runs.find((x) => x.ruleId === r.id);
        return {
          ...r,
          made: m?.made ?? 0,
          on: m?.on ?? 0,
          untrusted: m?.untrusted ?? 0,
          run: run
            ? {
                id: run.id,
                state: run.state as "queued" | "running" | "done" | "cancelled" | "failed",
                by: run.by,
                total: run.total,
                done: run.done,
                created: run.created,
                changed: run.changed,
                removed: run.removed,
                kept: run.kept,
                skipped: run.skipped,
                problems: z.array(problem).parse(run.problems),
                queuedAt: run.queuedAt.getTime(),
                startedAt: run.startedAt?.getTime() ?? null,
                finishedAt: run.finishedAt?.getTime() ?? null,
              }
            : null,
        };
      }),
    };
  },
});
