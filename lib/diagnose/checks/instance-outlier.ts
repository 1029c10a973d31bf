import { z } from "zod";
import { mannWhitney } from "@/lib/math/mann-whitney";
import { twoProportions } from "@/lib/math/two-proportions";
import { defineCheck, type Judgement } from "../check";
import { after, type RequestRow, usualNeeds } from "../scene";
import { failing, inSpan, millis, p95, percent, tally } from "../tally";

const params = z.object({
  minRequests: z.number().int().min(10).default(20).meta({
    title: "Requests of an instance",
    description: "Instances with fewer requests since onset are not compared.",
  }),
  minErrors: z.number().min(0).default(0.05).meta({
    title: "Extra failing share",
    description:
      "An instance that fails this much more than the others of its version is an outlier.",
  }),
});

/** Whether one instance fails while others of the same version and service do well: then the host, not the code, is to blame. */
export const instanceOutlier = defineCheck({
  name: "instance-outlier",
  title: "Single instances",
  asks: "Is it one instance that fails, or all of them?",
  params,
  needs: (scene) => usualNeeds(scene).filter((n) => n.kind === "requests"),
  judge(scene, data, p): Judgement {
    const failingServices = new Set(scene.members.map((m) => m.service));
    const groups = new Map<string, RequestRow[]>();
    for (const r of data.requests.filter(inSpan(after(scene))))
      if (failingServices.has(r.service)) {
        const key = `${r.service} ${r.version}`;
        groups.set(key, [...(groups.get(key) ?? []), r]);
      }
    let compared = 0;
    let worst: { z: number; judgement: Judgement } | null = null;
    for (const [name, rows] of groups) {
      const instances = [...new Set(rows.map((r) => r.instance))];
      for (const instance of instances) {
        const one = tally(rows.filter((r) => r.instance === instance));
        const rest = tally(rows.filter((r) => r.instance !== instance));
        if (one.count < p.minRequests || rest.count < p.minRequests) continue;
        compared++;
        const more = (failing(one) ?? 0) - (failing(rest) ?? 0);
        const z = twoProportions(one.errors, one.count, rest.errors, rest.count);
        const slower = mannWhitney(one.buckets, rest.buckets);
        const fails = z >= 4 && more >= p.minErrors;
        // Whoever fails at once is fast: that the others take their time does not make them slow.
        const lags = slower.z >= 5 && slower.auc >= 0.75 && z > -4;
        // Of several the one that fails most surely; failing weighs more than lagging.
        const strength = fails ? z : lags ? 0 : Number.NEGATIVE_INFINITY;
        if (strength <= (worst?.z ?? Number.NEGATIVE_INFINITY)) continue;
        worst = {
          z: strength,
          judgement: {
            outcome: "interesting",
            says: `Instance ${instance} of ${name} stands out: ${percent(failing(one))} failing and p95 ${millis(p95(one))}, the others ${percent(failing(rest))} and ${millis(p95(rest))}.`,
            votes: [
              { kind: "instance", ref: `${rows[0]?.service} ${instance}`, weight: 2.5 },
              { kind: "service", ref: rows[0]?.service ?? "", weight: 0.5 },
            ],
            evidence: { instance, name },
          },
        };
      }
    }
    if (worst) return worst.judgement;
    return compared === 0
      ? { outcome: "inconclusive", says: "No service has two busy instances of one version." }
      : { outcome: "ok", says: "Instances of one version behave alike; it is not a single host." };
  },
});
