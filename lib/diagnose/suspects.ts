import { callees, type Digraph } from "@/lib/graph/digraph";
import { type JudgedChange, judgeChanges } from "./changes";
import type { Evidence, Finding, Suspect, SuspectState } from "./model";
import { guiltyBar } from "./model";
import type { Data, Scene } from "./scene";
import { type RankedService, rankServices } from "./services";

/** At most this many are kept, so that the list stays a shortlist. */
const shown = 5;
/** Of these at most so many services, so that changes that were considered are seen too. */
const shownServices = 3;
/** The first suspect stays first until another's log odds are better by this much; scores crowd towards 1, odds do not. */
const hysteresis = 0.5;

/** What people or verification said of a suspect, and which one was first before. */
export type Memory = {
  states: ReadonlyMap<string, SuspectState>;
  first: string | null;
};

export const keyOf = (s: { kind: string; ref: string }): string => `${s.kind} ${s.ref}`;
const logOdds = (p: number): number => Math.log(Math.max(p, 1e-6) / Math.max(1 - p, 1e-6));
const squash = (sum: number): number => 1 / (1 + Math.exp(-sum));

/**
 * The shortlist of suspects, best first: guilty changes (unvetoed, not cleared, at or above the bar), then services, then
 * what else was considered. A service whose trouble a guilty change, or an instance of its own, explains says so and steps back.
 */
export function suspectsOf(
  scene: Scene,
  data: Data,
  findings: readonly Finding[],
  memory: Memory,
): Suspect[] {
  const ranked = rankServices(scene, data);
  const changes = judgeChanges(scene, ranked, findings, data).map((c) => ofChange(c, memory));
  const guilty = changes.filter(isGuilty);
  const instances = ofInstances(findings, guilty, memory);
  const services = ofServices(ranked, findings, { graph: scene.graph, guilty, instances }, memory)
    .sort((a, b) => b.score - a.score)
    .slice(0, shownServices);
  const list = [...changes, ...instances, ...services].sort(
    (a, b) =>
      Number(isGuilty(b)) - Number(isGuilty(a)) ||
      Number(a.veto !== null || a.state === "cleared") -
        Number(b.veto !== null || b.state === "cleared") ||
      kindOrder(a) - kindOrder(b) ||
      b.score - a.score,
  );
  const kept = keepFirst(list, memory.first).slice(0, shown);
  return kept.map((s, i) => ({ ...s, rank: i + 1 }));
}

/** A change that may be proposed to be undone. */
export const isGuilty = (s: Suspect): boolean =>
  s.kind === "change" && s.veto === null && s.state !== "cleared" && s.score >= guiltyBar;

/** Below the bar a change is only company: services come first, and a change stands with them by score. */
const kindOrder = (s: Suspect) => (s.kind !== "change" || s.score >= guiltyBar ? 0 : 1);

function keepFirst(list: Suspect[], first: string | null): Suspect[] {
  const was = list.findIndex((s) => keyOf(s) === first);
  const [top, old] = [list[0], list[was]];
  if (!top || !old || was === 0 || isGuilty(top) !== isGuilty(old)) return list;
  const stays = old.veto === null && old.state !== "cleared" && top.kind === old.kind;
  if (!stays || logOdds(top.score) - logOdds(old.score) > hysteresis) return list;
  return [old, ...list.filter((s) => s !== old)];
}

const stateOf = (memory: Memory, kind: string, ref: string): SuspectState =>
  memory.states.get(keyOf({ kind, ref })) ?? "none";

function ofChange({ change, sum, evidence, veto }: JudgedChange, memory: Memory): Suspect {
  const state = stateOf(memory, "change", change.id);
  const score = veto === null ? squash(sum) : Math.min(0.1, squash(sum));
  return {
    kind: "change",
    ref: change.id,
    service: change.service,
    title: change.title,
    score: state === "cleared" ? Math.min(score, 0.05) : score,
    rank: 0,
    state: state === "none" && veto === null && score >= guiltyBar ? "suspect" : state,
    evidence,
    veto,
  };
}

function ofServices(
  ranked: readonly RankedService[],
  findings: readonly Finding[],
  {
    graph,
    guilty,
    instances,
  }: { graph: Digraph; guilty: readonly Suspect[]; instances: readonly Suspect[] },
  memory: Memory,
): Suspect[] {
  const found = new Map<string, { evidence: Evidence[]; says: string | null }>(
    ranked.map((r) => [r.service, { evidence: [...r.evidence], says: r.strain.says }]),
  );
  for (const f of findings)
    for (const v of f.votes) {
      if (v.kind !== "service" || v.ref === "") continue;
      const entry = found.get(v.ref) ?? { evidence: [], says: null };
      entry.evidence.push({ name: f.check, says: f.says, weight: v.weight });
      found.set(v.ref, entry);
    }
  const sick = instances.filter((i) => i.state !== "cleared" && i.score >= guiltyBar);
  return [...found].map(([service, { evidence, says }]) => {
    // A change explains everybody's trouble; one sick instance that of its service, and what that sees of its callees: were they
    // at fault, its siblings would suffer as well.
    const top =
      guilty[0] ??
      sick.find((i) => i.service === service || callees(graph, i.service).includes(service));
    const seen = says === null ? [] : [{ name: "strain", says: `${service}: ${says}.`, weight: 0 }];
    const list = top ? [...seen, ...evidence, explainedBy(top)] : [...seen, ...evidence];
    const state = stateOf(memory, "service", service);
    return {
      kind: "service" as const,
      ref: service,
      service,
      title: service,
      score: state === "cleared" ? 0.05 : squash(list.reduce((sum, e) => sum + e.weight, 0)),
      rank: 0,
      state,
      evidence: list,
      veto: null,
    };
  });
}

/** Instances that a check points at: one of a service whose others do well. */
function ofInstances(
  findings: readonly Finding[],
  guilty: readonly Suspect[],
  memory: Memory,
): Suspect[] {
  const found = new Map<string, Evidence[]>();
  for (const f of findings)
    for (const v of f.votes)
      if (v.kind === "instance")
        found.set(v.ref, [
          ...(found.get(v.ref) ?? []),
          { name: f.check, says: f.says, weight: v.weight },
        ]);
  const top = guilty[0];
  return [...found].map(([ref, told]) => {
    const evidence = top ? [...told, explainedBy(top)] : told;
    const [service = "", ...instance] = ref.split(" ");
    const state = stateOf(memory, "instance", ref);
    const score = squash(evidence.reduce((sum, e) => sum + e.weight, 0));
    return {
      kind: "instance",
      ref,
      service,
      title: `Instance ${instance.join(" ")} of ${service}`,
      score: state === "cleared" ? 0.05 : score,
      rank: 0,
      state,
      evidence,
      veto: null,
    };
  });
}

const explainedBy = (top: Suspect): Evidence => ({
  name: "explained",
  says: `Explained by ${top.title}.`,
  weight: -3,
});

/**
 * The answer in one finding. Outcome "interesting": a change is guilty; "ok": no change is guilty, with the first suspect
 * among services; "inconclusive": nothing stands out enough to say.
 */
export function verdictOf(suspects: readonly Suspect[]): Finding {
  const first = suspects[0];
  const base = { check: "verdict", title: "Is a change guilty?", votes: [] };
  if (first && isGuilty(first))
    return {
      ...base,
      outcome: "interesting",
      says: `${first.title} is the first suspect (${first.score.toFixed(2)}).`,
      evidence: { guilty: first.ref },
    };
  const other = suspects.find((s) => s.kind !== "change" && s.score >= 0.5);
  if (other)
    return {
      ...base,
      outcome: "ok",
      says: `No change is guilty. First suspect: ${mainPoint(other)}`,
      evidence: { guilty: null, first: other.ref },
    };
  return {
    ...base,
    outcome: "inconclusive",
    says: "Not enough evidence yet: no change is guilty and no service stands out.",
    evidence: { guilty: null },
  };
}

/** What says most about a service: what is wrong with it, or the check that spoke loudest for it. */
function mainPoint({ title, evidence }: Suspect): string {
  const loudest = evidence.toSorted((a, b) => b.weight - a.weight)[0];
  if (loudest && loudest.weight >= 2) return `${title}. ${loudest.says}`;
  return evidence.find((e) => e.name === "strain")?.says ?? `${title}.`;
}
