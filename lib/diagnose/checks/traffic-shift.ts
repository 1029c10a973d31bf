import { z } from "zod";
import { distances } from "@/lib/graph/distances";
import { topmost } from "@/lib/graph/topmost";
import { quantile } from "@/lib/math/quantile";
import { defineCheck, type Judgement } from "../check";
import type { Vote } from "../model";
import { after, before, type Scene, usualNeeds } from "../scene";
import { byWindow, tally } from "../tally";

const params = z.object({
  surge: z.number().min(1.1).default(1.5).meta({
    title: "Surge",
    description: "Requests at the entry at this multiple of the usual are a surge.",
  }),
  drop: z.number().min(0).max(0.9).default(0.5).meta({
    title: "Drop",
    description: "Requests at the entry below this share of the usual are a drop.",
  }),
});

/** The service through which requests come into the part of the estate that the situation touches. */
const entryOf = (scene: Scene): string | null =>
  topmost(
    scene.services.filter((s) => !scene.silent.has(s)),
    (s) => distances(scene.graph, s, "out"),
  );

/** Whether more or fewer requests than usual come in from outside: no change of a service makes visitors come. */
export const trafficShift = defineCheck({
  name: "traffic-shift",
  title: "Traffic",
  asks: "Do more or fewer requests come in than usual?",
  params,
  needs: (scene) => (entryOf(scene) === null ? [] : usualNeeds(scene)),
  judge(scene, data, p): Judgement {
    const entry = entryOf(scene) ?? "";
    const windows = byWindow(data.requests.filter((r) => r.service === entry)).map(
      ([t, rows]) => [t, tally(rows).count] as const,
    );
    const usual = windows.filter(([t]) => t < before(scene).to).map(([, n]) => n);
    // The newest window may still be filling.
    const since = windows.filter(([t]) => t >= scene.onsetAt && t < after(scene).to - 10_000);
    const median = quantile(usual, 0.5);
    if (usual.length < 6 || since.length < 1 || !(median > 0))
      return { outcome: "inconclusive", says: `Too few requests at ${entry} to tell.` };
    const now = quantile(
      since.map(([, n]) => n),
      0.5,
    );
    const ratio = now / median;
    // Counts of a quiet service jump by chance: four standard deviations of a Poisson count must lie between.
    const real = Math.abs(now - median) >= 4 * Math.sqrt(median);
    const evidence = { entry, usualPerSecond: median / 10, nowPerSecond: now / 10, ratio };
    const rates = `${(now / 10).toFixed(1)} requests a second at ${entry}, usually ${(median / 10).toFixed(1)}`;
    if (real && ratio >= p.surge) {
      const half = median * (1 + (ratio - 1) / 2);
      const began = windows.find(([t, n]) => t >= before(scene).to && n >= half)?.[0] ?? 0;
      if (began <= scene.onsetAt + 30_000)
        return {
          outcome: "interesting",
          says: `Traffic surge: ${rates} (${ratio.toFixed(1)}×), from the beginning of it.`,
          votes: surgeVotes(scene, entry, ratio),
          evidence,
        };
      return {
        outcome: "interesting",
        says: `${rates} (${ratio.toFixed(1)}×), but only after it had broken: people or clients retry.`,
        evidence,
      };
    }
    if (real && ratio <= p.drop)
      return { outcome: "interesting", says: `Requests stay away: ${rates}.`, evidence };
    return {
      outcome: "ok",
      says: `No surge: ${rates}.`,
      evidence,
    };
  },
});

/** From this ratio on a surge explains all that fails under it; a smaller one in proportion to its logarithm. */
const overwhelming = 3;

function surgeVotes(scene: Scene, entry: string, ratio: number): Vote[] {
  const size = Math.min(1, Math.log(ratio) / Math.log(overwhelming));
  return [
    { kind: "service", ref: entry, weight: 6 * size },
    ...scene.changes.map((c): Vote => ({ kind: "change", ref: c.id, weight: -3 * size })),
  ];
}
