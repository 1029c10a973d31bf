import { z } from "zod";
import { defineCheck, type Judgement } from "../check";
import { type Scene, usualNeeds } from "../scene";
import { strained, strains } from "../strain";
import { lasting } from "../tally";

const params = z.object({
  minOwn: z.number().min(0).max(1).default(0.5).meta({
    title: "Own share",
    description: "Share of a service's trouble that its callees must leave unexplained.",
  }),
});

/** Upstream or downstream: which service broke first, and whether its own callees explain it. */
export const firstToBreak = defineCheck({
  name: "first-to-break",
  title: "First to break",
  asks: "Which service broke first, and is its trouble its own?",
  params,
  needs: (scene: Scene) => usualNeeds(scene),
  judge(scene, data, p): Judgement {
    const all = [...strains(scene, data).values()].filter(
      (s) => s.score >= strained && s.onset !== null,
    );
    const own = all
      .filter((s) => s.own >= p.minOwn)
      .sort((a, b) => (a.onset ?? 0) - (b.onset ?? 0) || b.own * b.score - a.own * a.score);
    const top = own[0];
    const order = all
      .toSorted((a, b) => (a.onset ?? 0) - (b.onset ?? 0))
      .map((s) => ({ service: s.service, onset: s.onset, own: Math.round(s.own * 100) / 100 }));
    if (!top)
      return {
        outcome: "inconclusive",
        says:
          all.length === 0
            ? "Requests and calls show no service that left its usual level."
            : "Each abnormal service is explained by what it calls; the cause lies outside what is seen.",
        evidence: { order },
      };
    const later = own[1];
    const gap = later ? (later.onset ?? 0) - (top.onset ?? 0) : 0;
    const lead = later && gap > 0 ? `, ${lasting(gap)} before ${later.service}` : "";
    return {
      outcome: "interesting",
      says: `${top.service} broke first${lead}: ${top.says}; ${Math.round(top.own * 100)} % of that is its own, not its callees'.`,
      votes: [{ kind: "service", ref: top.service, weight: 0.5 }],
      evidence: { order },
    };
  },
});
