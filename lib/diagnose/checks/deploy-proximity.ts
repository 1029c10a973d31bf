import { z } from "zod";
import { defineCheck, type Judgement } from "../check";
import type { Vote } from "../model";
import { onsets } from "../onset";
import { reachedBy } from "../reached-by";
import { type Candidate, type Data, usualNeeds } from "../scene";
import { lasting, tally } from "../tally";

const params = z.object({
  promptMs: z.number().min(10_000).default(60_000).meta({
    title: "At once",
    description: "Trouble within this time of a change speaks for the change.",
    unit: "ms",
  }),
  healthyMs: z.number().min(30_000).default(240_000).meta({
    title: "Healthy for",
    description: "A change after which all went well for this much longer is all but cleared.",
    unit: "ms",
  }),
});

/** Windows that end this close to the onset may hold some of it already. */
const smearMs = 20_000;

/**
 * How soon after each change its service, or who depends on it, broke. Trouble at once speaks for the change; the longer
 * the changed service answered well before, the more speaks against it.
 */
export const deployProximity = defineCheck({
  name: "deploy-proximity",
  title: "Time since the changes",
  asks: "Did it break at once after a change, or did all go well for a while?",
  params,
  needs: (scene) => (scene.changes.length > 0 ? usualNeeds(scene) : []),
  judge(scene, data, p): Judgement {
    const votes: Vote[] = [];
    const lines: { lag: number; says: string }[] = [];
    for (const change of scene.changes) {
      const onset = reachedBy(scene, onsets(scene.members), change.service)?.at;
      if (onset === undefined || onset < change.begunAt - 30_000) continue;
      const lag = Math.max(0, onset - change.begunAt);
      if (lag <= p.promptMs) {
        votes.push({ kind: "change", ref: change.id, weight: 1.2 });
        lines.push({ lag, says: `It broke ${lasting(lag)} after ${nameOf(change)}` });
        continue;
      }
      const served = servedWell(data, change, onset - smearMs);
      const share = Math.min(1, (lag - p.promptMs) / p.healthyMs) * (served >= 50 ? 1 : 0.4);
      votes.push({ kind: "change", ref: change.id, weight: -2.5 * share });
      lines.push({
        lag,
        says: `${nameOf(change)} was followed by ${lasting(lag)} and ${Math.round(served)} requests without trouble`,
      });
    }
    const nearest = lines.sort((a, b) => a.lag - b.lag)[0];
    if (!nearest)
      return { outcome: "ok", says: "No change that could have reached the failing services." };
    return {
      outcome: nearest.lag <= p.promptMs ? "interesting" : "ok",
      says: `${nearest.says}.`,
      votes,
      evidence: { lines },
    };
  },
});

const nameOf = (c: Candidate) => c.title;

function servedWell(data: Data, change: Candidate, until: number): number {
  const rows = data.requests.filter(
    (r) =>
      r.service === change.service &&
      r.start >= change.begunAt &&
      r.start < until &&
      (change.kind !== "deploy" || !change.to || r.version === change.to),
  );
  const sum = tally(rows);
  return sum.count - sum.errors;
}
