import { z } from "zod";
import { preview } from "../detect/preview";
import { planRule, type Step } from "../detect/rule";
import { readPlanFacts } from "../detect/rule-store";
import { trainStep } from "../detect/rule-train";
import { ruleFrom, ruleWish } from "../detect/rule-verbs";
import { Problem } from "../problem";
import { readSamples } from "../samples/store";
import { defineView } from "../view";

const day = 86_400_000;
/** So many steps of each kind are listed, and so many of them are trained to show what would come out. */
const listed = 50;
const trainedAtMost = 3;

/** What applying a bulk rule would do, without doing it: counts, the series of each kind, and trained samples. */
export const detectorRulePlan = defineView({
  input: ruleWish.extend({
    /** Of a rule that exists; absent for one that is being written */
    id: z.string().optional(),
    retrain: z.boolean().default(false),
  }),
  async load({ db, now }, { id = "", retrain, ...wish }) {
    const rule = { ...ruleFrom(wish), id };
    const facts = await readPlanFacts(db.prisma, rule);
    const steps = planRule(rule, { ...facts, retrainBefore: retrain ? now : null });
    const of = (what: Step["what"]) => steps.filter((s) => s.what === what);
    const kinds = (["create", "change", "remove", "keep"] as const).map((what) => ({
      what,
      count: of(what).length,
      steps: of(what).slice(0, listed),
    }));
    const samples = [];
    for (const step of [...of("create"), ...of("change")].slice(0, trainedAtMost)) {
      const from = now - rule.days * day;
      const read = (await readSamples(db.pool, [step.seriesId], from, now)).get(step.seriesId);
      const points = read ?? { times: [], values: [] };
      const base = { seriesId: step.seriesId, title: step.title, points: points.times.length };
      try {
        const settings = trainStep(rule, step, points.values);
        const { summary } = preview({ settings, points });
        samples.push({
          ...base,
          problem: null,
          params: settings.params,
          /** On the history that it was trained on */
          raises: summary.anomalies,
          perWeek: summary.perWeek,
        });
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        samples.push({ ...base, problem: error.message, params: {}, raises: 0, perWeek: 0 });
      }
    }
    return { series: facts.matched.length, algorithm: rule.algorithm, kinds, samples };
  },
});
