import { z } from "zod";
import { announceIn } from "@/lib/db/live";
import { planRule, type Step } from "@/lib/detect/rule";
import { applyStep, readPlanFacts, readRule } from "@/lib/detect/rule-store";
import { trainStep } from "@/lib/detect/rule-train";
import { Problem } from "@/lib/problem";
import { readSamples } from "@/lib/samples/store";
import { defineJob, type JobContext } from "../job";

/** Steps of one transaction: a killed worker repeats no more than that, and the page sees them come. */
const together = 20;
const day = 86_400_000;
const problemsKept = 20;

type Done = { step: Step; learned: Parameters<typeof applyStep>[3]; problem: string | null };

/** Applies a bulk rule: trains and makes one detector for each series, batch by batch. Again it goes on where it stopped. */
export const applyDetectorRule = defineJob({
  name: "apply-detector-rule",
  payload: z.object({ runId: z.string() }),
  async run(ctx, { runId }) {
    const { db, now, log } = ctx;
    const run = await db.prisma.detectorRuleRun.findUnique({ where: { id: runId } });
    if (!run || (run.state !== "queued" && run.state !== "running")) return;
    const rule = await readRule(db.prisma, run.ruleId);
    const retrainBefore = run.retrain ? run.queuedAt.getTime() : null;
    const facts = await readPlanFacts(db.prisma, rule);
    const all = planRule(rule, { ...facts, retrainBefore });
    const steps = all.filter((s) => s.what !== "keep");
    // Steps that an earlier try has done are kept ones by now, and counted already
    const before = run.done;
    await db.prisma.detectorRuleRun.update({
      where: { id: runId },
      data: {
        state: "running",
        startedAt: run.startedAt ?? new Date(now()),
        total: before + steps.length,
        ...(run.state === "queued" ? { kept: all.length - steps.length } : {}),
      },
    });
    for (let i = 0; i < steps.length; i += together) {
      const batch: Done[] = [];
      for (const step of steps.slice(i, i + together))
        batch.push(await learn(ctx, rule, step, run.queuedAt.getTime()));
      const goes = await db.prisma.$transaction(
        async (tx) => {
          const state = await tx.detectorRuleRun.findUnique({ where: { id: runId } });
          if (state?.state !== "running") return false;
          for (const { step, learned } of batch) await applyStep(tx, rule, step, learned, now());
          const count = (what: Step["what"]) =>
            batch.filter((d) => d.step.what === what && d.problem === null).length;
          const problems = [
            ...(state.problems as object[]),
            ...batch.flatMap(({ step, problem }) =>
              problem === null ? [] : [{ series: step.title, why: problem }],
            ),
          ].slice(0, problemsKept);
          await tx.detectorRuleRun.update({
            where: { id: runId },
            data: {
              done: { increment: batch.length },
              created: { increment: count("create") },
              changed: { increment: count("change") },
              removed: { increment: count("remove") },
              skipped: { increment: batch.filter((d) => d.problem !== null).length },
              problems,
            },
          });
          await announceIn(tx, { topic: "detector" });
          return true;
        },
        { timeout: 60_000 },
      );
      if (!goes) return;
    }
    await db.prisma.$transaction(async (tx) => {
      await tx.detectorRuleRun.updateMany({
        where: { id: runId, state: "running" },
        data: { state: "done", finishedAt: new Date(now()) },
      });
      await announceIn(tx, { topic: "detector" });
    });
    log.info({ rule: rule.id, steps: steps.length }, "bulk rule applied");
  },
});

/** What the trainer makes of one series' history up to a time (epoch ms), or why it makes nothing. */
async function learn(
  { db }: JobContext,
  rule: Awaited<ReturnType<typeof readRule>>,
  step: Step,
  to: number,
): Promise<Done> {
  if (step.what === "remove") return { step, learned: null, problem: null };
  const from = to - rule.days * day;
  const read = (await readSamples(db.pool, [step.seriesId], from, to)).get(step.seriesId);
  const values = read?.values ?? [];
  try {
    const settings = trainStep(rule, step, values);
    return { step, learned: { settings, from, to, points: values.length }, problem: null };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { step, learned: null, problem: error.message };
  }
}
