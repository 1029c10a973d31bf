import type { Anomaly } from "@/lib/detect/model";
import { type Affinity, affinity, type Seeker, seeker, smearMs } from "./affinity";
import { evidenceOf } from "./evidence";
import { type GroupingRules, isAdverse, signalOf, usualRules, type Why } from "./model";
import { Sites } from "./sites";
import { leastStories, type Storm, stormAt, stormMs, stormSays, stormWeight } from "./storm";
import type { Terrain } from "./terrain";

/** Affinity from which an anomaly belongs to a group. */
export const joinBar = 0.35;
/** For so long after the end the way back (traffic that catches up, a detector that relearns) makes no situation. */
export const aftermathMs = 10 * 60_000;

/** A situation that takes members. */
export type Group = {
  id: number;
  sites: Sites;
  /** Epoch ms at which it began, when its sites do not reach back so far */
  onset?: number;
  /** Anomalies that a person took out of it */
  barred?: ReadonlySet<string>;
  /** A person has said what belongs to it: it is not merged into another */
  fixed?: boolean;
};

/** A situation that is over. */
export type EndedGroup = {
  id: number;
  members: readonly Pick<Anomaly, "seriesId" | "direction" | "endedAt" | "lastAt">[];
  resolvedAt: number;
  resolution: string | null;
};
export type Placed = { anomaly: Anomaly; why: Why[] };

export type Placement = {
  /** Anomalies that join a situation, by its id */
  joins: Map<number, Placed[]>;
  /** New situations; the first member is the one that the others were grouped around */
  opens: Placed[][];
  /** Groups below the bar that are worth showing to a person */
  candidates: Placed[][];
  /** Ended situations that open again; their anomalies are in `joins` */
  reopens: Set<number>;
  /** Young situations that turned out to be part of another, by id: into which, and why */
  merges: Map<number, { into: number; why: Why }>;
};

export type GroupingOptions = {
  rules?: GroupingRules;
  /** Series that break again and again: they may join, they open nothing */
  flapping?: ReadonlySet<number>;
  /** Anomalies that a person took out of a situation: they may join another, they found none */
  loose?: ReadonlySet<string>;
};

type Forming = {
  id: number | null;
  sites: Sites;
  onset: number;
  barred: ReadonlySet<string>;
  fixed: boolean;
  placed: Placed[];
};
const nobody: ReadonlySet<never> = new Set<never>();

/**
 * Groups anomalies that are in no situation yet by time × graph × shared change × history.
 *
 * Each joins the open situation or forming group with the highest affinity of at least `joinBar`, else it forms a group
 * of its own. They are taken by onset, and the deepest service first among simultaneous ones, so that two faults below
 * one gateway form two groups before the gateway's own anomaly, which fits both, can tie them together; a surge of
 * requests comes from above, so it is taken first and from the entry down, a drop last. A forming group
 * opens a situation only from the bar of evidence that people set; below it is a candidate or waits and is judged again
 * next time. Cost: anomalies × services in open groups; neither members nor history play a part.
 */
export function situate(
  fresh: readonly Anomaly[],
  open: readonly Group[],
  ended: readonly EndedGroup[],
  land: Terrain,
  { rules = usualRules, flapping = nobody, loose = nobody }: GroupingOptions = {},
): Placement {
  const groups: Forming[] = open.map((g) => ({
    id: g.id,
    sites: g.sites,
    onset: g.onset ?? g.sites.onset,
    barred: g.barred ?? nobody,
    fixed: g.fixed ?? false,
    placed: [],
  }));
  const joins = new Map<number, Placed[]>();
  const reopens = new Set<number>();
  const odd = onsetsOf(groups, fresh);
  const storms = new Map<ReadonlySet<string>, Storm>();
  for (const anomaly of inOrder(fresh, land)) {
    const back = aftermath(anomaly, ended, land, rules);
    if (back) {
      if (back.reopens && !flapping.has(anomaly.seriesId)) reopens.add(back.group.id);
      push(joins, back.group.id, { anomaly, why: [back.why] });
      continue;
    }
    const storm = stormAt(anomaly.service, anomaly.startedAt, odd, land);
    if (storm) storms.set(storm.region, storm);
    const best = bestGroup(seeker(anomaly, odd, land), groups, land, rules);
    if (best) {
      best.group.placed.push({ anomaly, why: withSum(best.found) });
      best.group.sites.add(anomaly);
    } else if (!loose.has(anomaly.id)) {
      const why: Why = { reason: "time", says: "The first of its situation", weight: 1 };
      groups.push({
        id: null,
        sites: Sites.of([anomaly]),
        onset: anomaly.startedAt,
        barred: nobody,
        fixed: false,
        placed: [{ anomaly, why: [why] }],
      });
    }
  }
  const merges = mergeStorms(groups, storms.values());
  const opens: Placed[][] = [];
  const candidates: Placed[][] = [];
  for (const g of groups) {
    if (g.id !== null) {
      for (const p of g.placed) push(joins, g.id, p);
      continue;
    }
    const evidence = evidenceOf(
      g.placed.map((p) => p.anomaly),
      land.memory,
      flapping,
    );
    if (evidence >= rules.openBar) opens.push(g.placed);
    else if (evidence >= rules.candidateBar) candidates.push(g.placed);
  }
  return { joins, opens, candidates, reopens, merges };
}

/** When each service that is off began to be, the youngest group first. */
function onsetsOf(groups: readonly Forming[], fresh: readonly Anomaly[]) {
  const onsets = new Map<string | null, { firstOnset: number }>();
  const put = (service: string | null, at: number) =>
    onsets.set(service, { firstOnset: Math.max(at, onsets.get(service)?.firstOnset ?? at) });
  for (const g of groups) for (const s of g.sites.byService.values()) put(s.service, s.firstOnset);
  for (const a of fresh) put(a.service, a.startedAt);
  return onsets;
}

/** Many groups that began in one storm are one: all go into the oldest. */
function mergeStorms(groups: Forming[], storms: Iterable<Storm>): Placement["merges"] {
  const merges: Placement["merges"] = new Map();
  for (const storm of storms) {
    const why: Why = { reason: "graph", says: stormSays(storm), weight: stormWeight };
    const caught = groups.filter(
      (g) =>
        Math.abs(g.onset - storm.at) <= stormMs &&
        [...g.sites.byService.keys()].some((s) => s !== null && storm.region.has(s)),
    );
    if (caught.length < leastStories) continue;
    const into = caught.find((g) => g.id !== null) ?? caught[0];
    for (const from of caught) {
      if (!into || from === into || from.fixed) continue;
      into.sites.absorb(from.sites);
      into.placed.push(...from.placed);
      if (from.id !== null && into.id !== null) merges.set(from.id, { into: into.id, why });
      groups.splice(groups.indexOf(from), 1);
    }
  }
  return merges;
}

function inOrder(fresh: readonly Anomaly[], land: Terrain): Anomaly[] {
  const services = new Set(fresh.flatMap((a) => (a.service === null ? [] : [a.service])));
  const below = new Map<string | null, number>();
  for (const s of services)
    below.set(s, [...land.below(s).keys()].filter((t) => t !== s && services.has(t)).length);
  // What the graph does not know goes by time alone, so it comes when the groups have formed.
  const alone = (a: Anomaly) => Number(a.service !== null && land.isAlone(a.service));
  const slot = (a: Anomaly) => Math.floor(a.startedAt / smearMs);
  const turn = (a: Anomaly) =>
    signalOf(a.metric) !== "requests" ? 1 : a.direction === "above" ? 0 : 2;
  const depth = (a: Anomaly) => (below.get(a.service) ?? 0) * (turn(a) === 1 ? 1 : -1);
  return [...fresh].sort(
    (a, b) =>
      slot(a) - slot(b) ||
      alone(a) - alone(b) ||
      turn(a) - turn(b) ||
      depth(a) - depth(b) ||
      a.startedAt - b.startedAt ||
      (a.id < b.id ? -1 : 1),
  );
}

function bestGroup(seek: Seeker, groups: readonly Forming[], land: Terrain, rules: GroupingRules) {
  let best: { group: Forming; found: Affinity } | null = null;
  for (const group of groups) {
    if (seek.x.startedAt - group.onset > rules.ageCapMs || group.barred.has(seek.x.id)) continue;
    const found = affinity(seek, group.sites, land, Math.max(joinBar, best?.found.weight ?? 0));
    if (found && found.weight > (best?.found.weight ?? 0)) best = { group, found };
  }
  return best;
}

/** Puts the sum behind the last reason: what people see is what was computed. */
function withSum({ why, weight }: Affinity): Why[] {
  const [time, ...rest] = why;
  const last = rest.at(-1);
  if (!time || !last) return why;
  const t = time.weight.toFixed(2);
  const terms = rest.filter((w) => w.weight > 0).map((w) => w.weight.toFixed(2));
  const against = rest.find((w) => w.weight < 0);
  const sum =
    terms.length === 1
      ? `${t} × ${terms[0]}`
      : `1 − ${terms.map((w) => `(1 − ${t} × ${w})`).join("")}`;
  const all = against ? `(${sum}) × ${(1 + against.weight).toFixed(2)}` : sum;
  const names = rest.map((w) => w.reason).join(" × ");
  const says = `${last.says}; time × ${names} = ${all} = ${weight.toFixed(2)}, bar ${joinBar}`;
  return [time, ...rest.slice(0, -1), { ...last, says }];
}

/** What belongs to a situation that ended lately: its way back, or its return. */
function aftermath(x: Anomaly, ended: readonly EndedGroup[], land: Terrain, rules: GroupingRules) {
  for (const group of ended) {
    const since = x.startedAt - group.resolvedAt;
    if (since > aftermathMs) continue;
    const same = group.members.filter((m) => m.seriesId === x.seriesId);
    if (same.length === 0) continue;
    if (same.every((m) => m.direction !== x.direction))
      return {
        group,
        reopens: false,
        why: why("The same series moving back the other way after its situation ended"),
      };
    // A new change since it was over is a new story even on the same series.
    const over = Math.max(...group.members.map((m) => m.endedAt ?? m.lastAt));
    const renewed =
      x.service !== null &&
      land.changes.some((c) => c.at > over && land.below(x.service ?? "").has(c.service));
    if (since < 0)
      return { group, reopens: false, why: why("The same series before its situation ended") };
    if (since <= rules.reopenMs && group.resolution === "cleared" && !renewed && isAdverse(x))
      return {
        group,
        reopens: true,
        why: why(`The same series broke again ${Math.round(since / 1000)} s after it had cleared`),
      };
  }
  return null;
}

const why = (says: string): Why => ({ reason: "same-series", says, weight: 1 });

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
