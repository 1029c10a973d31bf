import { z } from "zod";
import { callees, callers } from "@/lib/graph/digraph";
import { twoProportions } from "@/lib/math/two-proportions";
import { defineCheck, type Judgement } from "../check";
import type { Vote } from "../model";
import { after, before, type Data, type Scene, usualNeeds } from "../scene";
import { failing, inSpan, meanMs, millis, percent, type Tally, tally, tallyEdges } from "../tally";

const params = z.object({
  minCalls: z.number().int().min(5).default(20).meta({
    title: "Calls",
    description: "Fewer calls than this on an edge say nothing.",
  }),
  minErrors: z.number().min(0).default(0.05).meta({
    title: "Extra failing share",
    description: "Calls that fail this much more often than usual are degraded.",
  }),
  minSlower: z.number().min(1).default(1.5).meta({
    title: "Slower by",
    description: "Calls that take this many times as long as usual are degraded.",
  }),
});
type Params = z.infer<typeof params>;

/** The callees that cannot speak for themselves: silent ones, and instrumented ones that fell silent. */
function mute(scene: Scene, data: Data): string[] {
  const called = new Set(data.edges.map((e) => e.callee));
  const count = (s: string, span: { from: number; to: number }) =>
    tally(data.requests.filter((r) => r.service === s && inSpan(span)(r))).count;
  return [...called].filter(
    (s) =>
      scene.silent.has(s) ||
      (count(s, before(scene)) >= 20 && count(s, after(scene)) < 0.02 * count(s, before(scene))),
  );
}

/**
 * Databases, caches, foreign APIs and services that went silent, judged by their callers' calls. Degraded for every caller
 * that calls it often enough, it is a suspect and clears the callers' own changes; degraded for one caller while others
 * are fine, it is not.
 */
export const dependencyHealth = defineCheck({
  name: "dependency-health",
  title: "Dependencies",
  asks: "Does something that the failing services depend on fail or stall?",
  params,
  needs: (scene) =>
    scene.services.some((s) => callees(scene.graph, s).length > 0) ? usualNeeds(scene) : [],
  judge(scene, data, p): Judgement {
    const seen = mute(scene, data).map((callee) => judgeCallee(scene, data, callee, p));
    const sick = seen.filter((s) => s.hurt.length > 0 && s.fine.length === 0);
    const split = seen.filter((s) => s.hurt.length > 0 && s.fine.length > 0);
    const evidence = { dependencies: seen };
    const worst = sick[0];
    if (worst)
      return {
        outcome: "interesting",
        says: `${worst.says}.`,
        votes: sick.flatMap((s) => votesFor(scene, s)),
        evidence,
      };
    const lone = split[0];
    if (lone)
      return {
        outcome: "ok",
        says: `${lone.callee} serves ${lone.fine.join(", ")} as ever; only calls of ${lone.hurt.join(", ")} got worse, so it lies with the caller.`,
        votes: [{ kind: "service", ref: lone.callee, weight: -1.5 }],
        evidence,
      };
    const judged = seen.filter((s) => s.fine.length > 0).map((s) => s.callee);
    return judged.length > 0
      ? { outcome: "ok", says: `${judged.join(", ")}: calls succeed as fast as ever.`, evidence }
      : {
          outcome: "inconclusive",
          says: "Nothing silent is called often enough to tell.",
          evidence,
        };
  },
});

type Seen = { callee: string; hurt: string[]; fine: string[]; says: string };

function judgeCallee(scene: Scene, data: Data, callee: string, p: Params): Seen {
  const seen: Seen = { callee, hurt: [], fine: [], says: "" };
  for (const caller of new Set(
    data.edges.filter((e) => e.callee === callee).map((e) => e.caller),
  )) {
    const rows = data.edges.filter((e) => e.caller === caller && e.callee === callee);
    const was = tallyEdges(rows.filter(inSpan(before(scene))));
    const is = tallyEdges(rows.filter(inSpan(after(scene))));
    if (is.count < p.minCalls) continue;
    const worse = degraded(was, is, p);
    (worse ? seen.hurt : seen.fine).push(caller);
    if (worse && seen.says === "") seen.says = `Calls from ${caller} to ${callee} ${worse}`;
  }
  if (seen.hurt.length > 1) seen.says += `, and those of ${seen.hurt.slice(1).join(", ")} likewise`;
  return seen;
}

function degraded(was: Tally, is: Tally, p: Params): string | null {
  const more = (failing(is) ?? 0) - (failing(was) ?? 0);
  const z = was.count > 0 ? twoProportions(is.errors, is.count, was.errors, was.count) : 4;
  if (more >= p.minErrors && z >= 3)
    return `fail: ${percent(failing(is))}, usually ${percent(failing(was) ?? 0)}`;
  const slow = meanMs(is) ?? 0;
  const usual = meanMs(was);
  if (usual !== null && slow >= p.minSlower * usual && slow - usual >= 15)
    return `are slow: ${millis(slow)} on average, usually ${millis(usual)}`;
  return null;
}

function votesFor(scene: Scene, { callee, hurt }: Seen): Vote[] {
  const alone = hurt.length === 1 && callers(scene.graph, callee).length <= 1;
  return [
    { kind: "service", ref: callee, weight: alone ? 1.5 : 2.5 },
    ...scene.changes
      .filter((c) => hurt.includes(c.service))
      .map((c): Vote => ({ kind: "change", ref: c.id, weight: alone ? -1 : -2 })),
    ...scene.changes
      .filter((c) => c.service === callee)
      .map((c): Vote => ({ kind: "change", ref: c.id, weight: 1 })),
  ];
}
