import { z } from "zod";
import { defineCheck, type Judgement } from "../check";
import { after, before, type Data, type Scene, usualNeeds } from "../scene";
import { failing, inSpan, percent, tally, tallyEdges } from "../tally";

const params = z.object({
  more: z.number().min(1.1).default(1.5).meta({
    title: "More calls per request",
    description: "Calls per request at this multiple of the usual stand out.",
  }),
  minCalls: z.number().int().min(10).default(50).meta({
    title: "Calls",
    description: "Edges with fewer calls since onset say nothing.",
  }),
  minErrors: z.number().min(0).default(0.05).meta({
    title: "Failing share",
    description: "Calls that fail at least this often are repeated because they fail.",
  }),
});
type Params = z.infer<typeof params>;

/**
 * Calls per request of every edge against the usual: a caller that repeats failed calls multiplies the load on who is
 * already in trouble; one whose calls succeed and still became more asks for more by its own doing.
 */
export const retryStorm = defineCheck({
  name: "retry-storm",
  title: "Calls per request",
  asks: "Does a caller ask more often per request than it used to?",
  params,
  needs: (scene) => usualNeeds(scene),
  judge(scene, data, p): Judgement {
    const edges = edgesOf(scene, data, p);
    if (edges.length === 0)
      return { outcome: "inconclusive", says: "No edge carries enough calls to tell." };
    const worst = edges.sort((a, b) => b.ratio - a.ratio)[0];
    if (!worst || worst.ratio < p.more)
      return { outcome: "ok", says: "Every caller asks as often per request as it used to." };
    const { caller, callee, is, was } = worst;
    const times = `${caller} calls ${callee} ${is.toFixed(1)} times per request, usually ${was.toFixed(1)}`;
    const fails = worst.failing >= p.minErrors;
    return {
      outcome: "interesting",
      says: fails
        ? `Retry storm: ${times}, while ${percent(worst.failing)} of the calls fail.`
        : `${times}, though the calls succeed: ${caller} asks for more.`,
      votes: fails ? [] : [{ kind: "service", ref: caller, weight: 1 }],
      evidence: { edges: edges.filter((e) => e.ratio >= p.more) },
    };
  },
});

function edgesOf(scene: Scene, data: Data, p: Params) {
  const spans = { is: inSpan(after(scene)), was: inSpan(before(scene)) };
  const keys = new Map(data.edges.map((e) => [`${e.caller} ${e.callee}`, e]));
  return [...keys.values()].flatMap(({ caller, callee }) => {
    const calls = data.edges.filter((e) => e.caller === caller && e.callee === callee);
    const requests = data.requests.filter((r) => r.service === caller);
    const [now, usual] = [tallyEdges(calls.filter(spans.is)), tallyEdges(calls.filter(spans.was))];
    const [served, servedBefore] = [
      tally(requests.filter(spans.is)),
      tally(requests.filter(spans.was)),
    ];
    if (now.count < p.minCalls || usual.count < p.minCalls) return [];
    if (served.count === 0 || servedBefore.count === 0) return [];
    const [is, was] = [now.count / served.count, usual.count / servedBefore.count];
    return { caller, callee, is, was, ratio: is / was, failing: failing(now) ?? 0 };
  });
}
