import { z } from "zod";
import { defineCheck, type Judgement } from "../check";
import { newFailures, newLogs } from "../new-failures";
import { logNeed, spanNeed } from "../scene";

const params = z.object({
  shown: z.number().int().min(1).max(20).default(5).meta({
    title: "Patterns kept",
    description: "At most this many new patterns are kept as evidence.",
  }),
});

/**
 * Which failures are told since onset that were not told before, by failed spans and by error logs: what a service says of
 * itself is nobody else's guess. Spans speak first, because only where a failure begins is looked at; of logs the first
 * that does not merely name somebody else.
 */
export const errorPatternNew = defineCheck({
  name: "error-pattern-new",
  title: "New errors",
  asks: "Is an error told that was not told before?",
  params,
  needs: (scene) => [spanNeed(scene), logNeed(scene)],
  judge(scene, data, p): Judgement {
    const spans = data.spans ?? [];
    const logs = data.logs ?? [];
    if (spans.length === 0 && logs.length === 0)
      return { outcome: "skipped", says: "Neither traces nor logs are kept of this time." };
    const told = newFailures(scene, spans).slice(0, p.shown);
    const written = newLogs(scene, logs);
    const own = written.find((l) => l.names === null);
    const first = told[0] ?? own ?? written[0];
    if (!first)
      return { outcome: "ok", says: "No error is told that was not told before it broke." };
    const where = told[0] ? "times in a sample of traces" : "times in the logs";
    // A span often tells no more than a status; the log says why.
    const why = told[0] && written.find((l) => l.service === first.service && l.names === null);
    return {
      outcome: "interesting",
      says: `New at ${first.service}: "${first.text}", ${first.times} ${where}.${why ? ` Its log: "${why.text}".` : ""}`,
      votes:
        first === told[0] || first === own
          ? [{ kind: "service", ref: first.service, weight: 0.5 }]
          : [],
      evidence: { patterns: told, logs: written.slice(0, p.shown) },
    };
  },
});
