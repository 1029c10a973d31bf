import { z } from "zod";
import { planRule } from "@/lib/detect/rule";
import { queueRun, readPlanFacts, readRules } from "@/lib/detect/rule-store";
import { Problem } from "@/lib/problem";
import { defineJob } from "../job";

/** Hourly: series that have appeared since a rule was applied get their detectors, where the rule says so. */
export const followDetectorRules = defineJob({
  name: "follow-detector-rules",
  payload: z.object({}).loose(),
  async run({ db, log, now }) {
    for (const rule of await readRules(db.prisma)) {
      if (!rule.follows) continue;
      // A rule that nobody has applied yet is a draft
      if ((await db.prisma.detectorRuleRun.count({ where: { ruleId: rule.id } })) === 0) continue;
      const steps = planRule(rule, await readPlanFacts(db.prisma, rule));
      if (!steps.some((s) => s.what === "create")) continue;
      try {
        await db.prisma.$transaction((tx) =>
          queueRun(tx, { ruleId: rule.id, by: "Sitroom", retrain: false, now: now() }),
        );
        log.info({ rule: rule.id }, "new series for a bulk rule");
      } catch (error) {
        // It is being applied at this moment
        if (!(error instanceof Problem)) throw error;
      }
    }
  },
});
