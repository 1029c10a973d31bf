import { z } from "zod";
import { remedyTitle } from "../remediate/model";
import { loadMeasures } from "../timeline/measures-store";
import { postMortem } from "../timeline/post-mortem";
import { defineView } from "../view";
import { situation } from "./situation";

/** A situation's post-mortem as a Markdown file. */
export const postMortemView = defineView({
  input: z.object({ id: z.number().int().positive() }),
  async load(ctx, { id }) {
    const s = await situation.load(ctx, { id });
    const { situations } = await loadMeasures(ctx.db.prisma, {
      fromMs: s.openedAt,
      toMs: s.openedAt + 1,
    });
    const own = situations.find((m) => m.id === id);
    const { entry, failingRatio, usualRatio, requestsLost } = s.impact;
    const percent = (ratio: number) => `${(ratio * 100).toFixed(1)} %`;
    return {
      name: `post-mortem-${s.name}.md`,
      markdown: postMortem({
        ...s,
        measures: own ?? { detectMs: null, knowMs: null, resolveMs: null },
        impact: [
          ...(entry !== null && failingRatio !== null
            ? [
                `${entry} failed ${percent(failingRatio)} of its requests, usually ${percent(usualRatio ?? 0)}.`,
              ]
            : []),
          ...(requestsLost ? [`About ${requestsLost} requests failed beyond the usual.`] : []),
        ],
        suspects: s.suspects
          .filter((suspect) => suspect.state !== "cleared")
          .slice(0, 5)
          .map((suspect) => ({ ...suspect, evidence: suspect.evidence.map((e) => e.says) })),
        remedies: s.remedies.map((r) => ({
          title: remedyTitle(r.plan),
          state: r.state,
          decidedBy: r.decidedBy,
          outcome: r.verification?.outcome ?? null,
        })),
        timeline: s.timeline.toReversed().map((e) => ({ ...e, who: e.actor.name })),
      }),
    };
  },
});
