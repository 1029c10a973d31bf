import type { ChangeKind } from "@/lib/ingest/model";
import { type Content, changeContents } from "./change-content";
import type { Evidence, Finding } from "./model";
import { onsets } from "./onset";
import { reachedBy } from "./reached-by";
import type { Candidate, Data, Scene } from "./scene";
import type { RankedService } from "./services";
import { lasting } from "./tally";

/** A change's timing counts half after this long, and nothing beyond the look-back. */
const halfLifeMs = 20 * 60_000;
export const lookBackMs = 2 * 3_600_000;
/** Windows are 10 s wide, deltas smear over the next one, and clocks differ a little. */
const toleranceMs = 30_000;

const kindPrior: Record<ChangeKind, number> = {
  deploy: 0.3,
  config: 0.3,
  flag: 0.2,
  database: 0.1,
  infrastructure: 0.1,
  network: 0,
};

export type JudgedChange = {
  change: Candidate;
  sum: number;
  evidence: Evidence[];
  veto: string | null;
};

/**
 * Judges each change by time before onset, by where its service stands among the failing ones, by kind, and by the votes
 * of the checks, and by what its commits do where they are known. A change can hurt only its own service and those that call it, and nothing before it happened.
 */
export function judgeChanges(
  scene: Scene,
  services: readonly RankedService[],
  findings: readonly Finding[],
  data: Data,
): JudgedChange[] {
  const contents = changeContents(
    scene,
    data,
    services.map((s) => s.service),
  );
  const broke = onsets(scene.members);
  for (const { service, strain } of services)
    if (!broke.has(service) && strain.onset !== null) broke.set(service, strain.onset);
  return scene.changes
    .map((change) => judge(scene, change, broke, services, findings, contents.get(change.id)))
    .sort((a, b) => b.sum - a.sum || b.change.begunAt - a.change.begunAt);
}

function judge(
  scene: Scene,
  change: Candidate,
  broke: ReadonlyMap<string, number>,
  services: readonly RankedService[],
  findings: readonly Finding[],
  content: Content | undefined,
): JudgedChange {
  const reached = reachedBy(scene, broke, change.service);
  if (!reached)
    return {
      change,
      sum: -4,
      evidence: [],
      veto: `${change.service} and all that call it are well: this change touched nothing that fails.`,
    };
  const lag = reached.at - change.begunAt;
  const where = reached.hops === 0 ? change.service : reached.service;
  if (lag < -toleranceMs)
    return {
      change,
      sum: -4,
      evidence: [],
      veto: `${where} broke ${lasting(-lag)} before this change.`,
    };
  const ranked = services.find((s) => s.service === change.service);
  const evidence: Evidence[] = [
    { name: "prior", says: "Few changes break anything.", weight: -1 },
    timing(lag, where),
    { name: "kind", says: `A ${change.kind} change.`, weight: kindPrior[change.kind] },
    standing(scene, change, ranked, services, reached),
    ...(content?.evidence ?? []),
  ];
  for (const f of findings)
    for (const v of f.votes)
      if (v.kind === "change" && v.ref === change.id)
        evidence.push({ name: f.check, says: f.says, weight: v.weight });
  return {
    change,
    evidence,
    sum: evidence.reduce((sum, e) => sum + e.weight, 0),
    veto: content?.harmless ?? vetoOf(scene, change, ranked, services, evidence),
  };
}

function timing(lag: number, where: string): Evidence {
  const weight = 2 * 0.5 ** (Math.max(0, lag) / halfLifeMs) - 1;
  const says =
    lag < 0 ? `${where} broke in the moment of it.` : `${where} broke ${lasting(lag)} after it.`;
  return { name: "time", says, weight };
}

function standing(
  scene: Scene,
  change: Candidate,
  ranked: RankedService | undefined,
  services: readonly RankedService[],
  reached: { service: string; hops: number },
): Evidence {
  if (ranked) {
    const place = services.indexOf(ranked) + 1;
    const weight = Math.max(-2, Math.min(2, ranked.sum / 1.2));
    return {
      name: "graph",
      says: `${change.service} is number ${place} of ${services.length} failing services: ${ranked.strain.says}.`,
      weight,
    };
  }
  const member = scene.members.some((m) => m.service === change.service);
  return {
    name: "graph",
    says: member
      ? `${change.service} shows only mild anomalies.`
      : `${change.service} itself looks well; ${reached.service} depends on it (${reached.hops} ${reached.hops === 1 ? "call" : "calls"} away).`,
    weight: member ? -0.5 : -1 - 0.3 * reached.hops,
  };
}

function vetoOf(
  scene: Scene,
  change: Candidate,
  ranked: RankedService | undefined,
  services: readonly RankedService[],
  evidence: readonly Evidence[],
): string | null {
  const split = evidence.find((e) => e.name === "version-split" && e.weight <= -3);
  if (split) return `Old and new version of ${change.service} fail alike in the same minutes.`;
  const top = services[0];
  if (!ranked && top && top.service !== change.service) {
    const reach = reachedBy(scene, new Map([[top.service, 0]]), change.service);
    if (!reach)
      return `${change.service} is well, and ${top.service}, where it began, does not call it.`;
  }
  if (ranked && top && ranked !== top && ranked.strain.own < 0.15 && ranked.sum < top.sum)
    return `${change.service} only passes on what it gets from below; ${top.service} is the first suspect.`;
  return null;
}
