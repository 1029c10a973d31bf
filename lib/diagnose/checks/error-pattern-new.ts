import { z } from "zod";
import { defineCheck, type Judgement } from "../check";
import { newFailures } from "../new-failures";
import { spanNeed } from "../scene";

const params = z.object({
  shown: z.number().int().min(1).max(20).default(5).meta({
    title: "Patterns kept",
    description: "At most this many new patterns are kept as evidence.",
  }),
});

/** Which failures are told since onset that were not told before: what a service says of itself is nobody else's guess. */
export const errorPatternNew = defineCheck({
  name: "error-pattern-new",
  title: "New errors",
  asks: "Is an error told that was not told before?",
  params,
  needs: (scene) => [spanNeed(scene)],
  judge(scene, data, p): Judgement {
    const spans = data.spans ?? [];
    if (spans.length === 0) return { outcome: "skipped", says: "No traces are kept of this time." };
    const found = newFailures(scene, spans).slice(0, p.shown);
    const first = found[0];
    if (!first)
      return { outcome: "ok", says: "No error is told that was not told before it broke." };
    return {
      outcome: "interesting",
      says: `New at ${first.service}: "${first.text}", ${first.times} times in a sample of traces.`,
      votes: [{ kind: "service", ref: first.service, weight: 0.5 }],
      evidence: { patterns: found },
    };
  },
});
