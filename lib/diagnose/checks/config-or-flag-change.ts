import { z } from "zod";
import { defineCheck, type Judgement } from "../check";
import { judgePair } from "../judge-pair";
import type { Vote } from "../model";
import { onsets } from "../onset";
import { reachedBy } from "../reached-by";
import { type Candidate, type Data, type Scene, usualNeeds } from "../scene";
import { failing, lasting, millis, p95, percent, tally } from "../tally";

const params = z.object({
  spanMs: z.number().min(20_000).default(60_000).meta({
    title: "Requests right after",
    description: "So long before and after the change requests are compared.",
    unit: "ms",
  }),
  minRequests: z.number().int().min(5).default(30).meta({
    title: "Requests on each side",
    description: "Fewer than this say nothing.",
  }),
});

/** Windows are 10 s wide; the one in which the change came is mixed. */
const smearMs = 10_000;
const kinds = new Set(["config", "flag", "database", "infrastructure", "network"]);
const settingsOf = (scene: Scene) =>
  scene.changes.filter(
    (c) => kinds.has(c.kind) && reachedBy(scene, onsets(scene.members), c.service),
  );

/**
 * Changes that bring no new version (settings, flags, migrations): the requests of the changed service right after against
 * right before. What hurts does so at once; a setting after which all stayed as it was is not the cause of what came later.
 */
export const configOrFlagChange = defineCheck({
  name: "config-or-flag-change",
  title: "Settings and flags",
  asks: "Did a setting, a flag or a migration change what its service does?",
  params,
  needs: (scene) => (settingsOf(scene).length > 0 ? usualNeeds(scene) : []),
  judge(scene, data, p): Judgement {
    const seen = settingsOf(scene).flatMap((c) => compare(data, c, p) ?? []);
    const votes: Vote[] = seen.map((s) => ({ kind: "change", ref: s.change, weight: s.weight }));
    const told = seen.sort((a, b) => b.weight - a.weight)[0];
    if (!told)
      return {
        outcome: "inconclusive",
        says: "Too few requests right before or after the change.",
      };
    return {
      outcome: told.weight > 0 ? "interesting" : "ok",
      says: told.says,
      votes,
      evidence: { changes: seen },
    };
  },
});

function compare(data: Data, change: Candidate, p: z.infer<typeof params>) {
  const rows = data.requests.filter((r) => r.service === change.service);
  const at = change.begunAt;
  const was = tally(
    rows.filter((r) => r.start >= at - smearMs - p.spanMs && r.start < at - smearMs),
  );
  const is = tally(rows.filter((r) => r.start >= at && r.start < at + p.spanMs));
  if (was.count < p.minRequests || is.count < p.minRequests) return null;
  const { worse, same, says } = judgePair(is, was, { minErrors: 0.02, minSlower: 1.3 });
  const numbers = `${percent(failing(is))} against ${percent(failing(was))} failing, p95 ${millis(p95(is))} against ${millis(p95(was))}`;
  return {
    change: change.id,
    weight: worse ? 0.7 : same ? -0.7 : 0,
    says: worse
      ? `In the ${lasting(p.spanMs)} after ${change.title} ${change.service} ${says} its own right before.`
      : `${change.service} did ${same ? "as well" : "hardly worse"} right after ${change.title} as right before: ${numbers}.`,
  };
}
