import { z } from "zod";
import { defineCheck, type Judgement } from "../check";
import { judgeRollout, type RolloutWindow } from "../rollout-split";
import { type Candidate, type Data, type Scene, usualNeeds } from "../scene";
import { failing, meanMs, tally } from "../tally";

const params = z.object({
  readyMs: z.number().min(10_000).default(60_000).meta({
    title: "Ready after",
    description: "New instances may take this long after the deploy to answer.",
    unit: "ms",
  }),
  minSilent: z.number().min(0.1).max(1).default(0.5).meta({
    title: "Silent for a share",
    description:
      "New instances that answer in this much less of the time than old ones are silent.",
  }),
});
type Params = z.infer<typeof params>;

const deploysOf = (scene: Scene) =>
  scene.changes.filter(
    (c) => c.kind === "deploy" && c.from && c.to && scene.services.includes(c.service),
  );

/** Whether the instances of a new version answer at all, while old ones beside them do: a rollout that never came up. */
export const newInstances = defineCheck({
  name: "new-instances",
  title: "New instances",
  asks: "Do the instances of the new version answer at all?",
  params,
  needs: (scene) => (deploysOf(scene).length > 0 ? usualNeeds(scene) : []),
  judge(scene, data, p): Judgement {
    const seen = deploysOf(scene).flatMap((c) => judgeOne(scene, data, c, p) ?? []);
    if (seen.length === 0)
      return { outcome: "inconclusive", says: "No old and new instances ran side by side." };
    const mute = seen.filter((s) => s.weight > 0).sort((a, b) => b.weight - a.weight);
    const worst = mute[0];
    if (!worst)
      return { outcome: "ok", says: "The new instances answer as often as the old ones." };
    return {
      outcome: "interesting",
      says: `${worst.title}: ${worst.says}`,
      votes: mute.map((m) => ({ kind: "change", ref: m.change, weight: m.weight })),
      evidence: { rollouts: seen },
    };
  },
});

function judgeOne(scene: Scene, data: Data, change: Candidate, p: Params) {
  const readyAt = (change.finishedAt ?? change.begunAt) + p.readyMs;
  const rows = data.requests.filter(
    (r) => r.service === change.service && (r.version === change.to || r.version === change.from),
  );
  const old = rows.filter((r) => r.version === change.from && r.start >= readyAt);
  if (new Set(old.map((r) => r.start)).size < 6 || tally(old).count === 0) return null;
  const windows = rows.map((r): RolloutWindow => {
    const sum = tally([r]);
    return {
      instance: `${r.version} ${r.instance}`,
      fresh: r.version === change.to,
      caller: "",
      start: r.start,
      failing: failing(sum),
      ms: meanMs(sum),
    };
  });
  const { evidence } = judgeRollout(
    { service: change.service, begunAt: change.begunAt, readyAt, windows },
    scene.onsetAt,
  );
  const silent = evidence.find((e) => e.name === "silent");
  const told = silent !== undefined && silent.weight >= p.minSilent * 3.5;
  return {
    change: change.id,
    title: change.title,
    weight: told ? 1 : 0,
    says: silent?.says ?? "Its new instances answer.",
  };
}
