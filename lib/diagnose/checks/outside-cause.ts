import { z } from "zod";
import { defineCheck, type Judgement } from "../check";
import { newFailures } from "../new-failures";
import { outsideCause } from "../outside-cause";
import { spanNeed } from "../scene";

const params = z.object({
  minTimes: z.number().int().min(1).default(3).meta({
    title: "Times",
    description: "A cause outside counts when a new error names it at least this often.",
  }),
});

/** Whether new errors themselves name a cause that no change made: an expired certificate, lost names, a full disk. */
export const outside = defineCheck({
  name: "outside-cause",
  title: "Cause outside",
  asks: "Do the errors themselves name a cause outside of all changes?",
  params,
  needs: (scene) => [spanNeed(scene)],
  judge(scene, data, p): Judgement {
    const spans = data.spans ?? [];
    if (spans.length === 0) return { outcome: "skipped", says: "No traces are kept of this time." };
    const texts = newFailures(scene, spans).filter((f) => f.times >= p.minTimes);
    for (const { service, text, times } of texts) {
      const cause = outsideCause([text], [], scene.onsetAt);
      if (cause !== null)
        return {
          outcome: "interesting",
          says: `${cause} ${service} says so: "${text}".`,
          votes: scene.changes.map((c) => ({ kind: "change", ref: c.id, weight: -3 })),
          evidence: { service, text, times },
        };
    }
    return { outcome: "ok", says: "No new error names a cause outside." };
  },
});
