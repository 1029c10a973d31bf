import type { Anomaly } from "@/lib/detect/model";
import { leaning, pairKey, type Signal, signalOf, type Why } from "./model";
import type { Site, Sites } from "./sites";
import { type Storm, stormAt, stormMs, stormSays, stormWeight } from "./storm";
import type { Terrain } from "./terrain";

/** Onsets this far apart weigh half. */
const halfLifeMs = 120_000;
/** Least weight of time for what begins while the other still goes on. */
const whileOpen = 0.6;
/** Each call between two services costs this factor. */
const perHop = 0.9;
/** A caller whose trouble another member already explains says little about its other callees. */
const explainedAway = 0.3;
/** A fault that climbs leaves its mark on the way: two services over several calls with nothing between them in the group. */
const leapt = 0.75;
/** Most that a silent thing in common weighs. */
const shared = 0.8;
/** Signals that the other's do not explain: failures below do not slow a caller down, slowness below may time out. */
const unlike = 0.7;
const timingOut = 0.85;
/** Windows are 10 s and deltas smear over two of them: onsets closer than this are simultaneous. */
export const smearMs = 30_000;
/** How long before both onsets a change may lie to count as shared, and the age at which it weighs half. */
const changeReachMs = 20 * 60_000;
const changeHalfLifeMs = 10 * 60_000;
const changeMost = 0.3;

export type Affinity = { weight: number; why: Why[] };

/** One anomaly looking for its group: what does not depend on the group is found once. */
export type Seeker = {
  x: Anomaly;
  /** Changes that it depends on, lately */
  changes: Terrain["changes"];
  /** Services that are off now, in whatever group */
  odd: { has(service: string): boolean };
};

export function seeker(x: Anomaly, odd: Seeker["odd"], land: Terrain): Seeker {
  const { service } = x;
  if (service === null) return { x, changes: [], odd };
  const changes = land.changes.filter(
    (c) =>
      c.at <= x.startedAt + smearMs &&
      c.at >= x.startedAt - 2 * changeReachMs &&
      land.below(service).has(c.service),
  );
  return { x, changes, odd };
}

/**
 * How strongly anomaly `x` belongs with a group, 0–1, by the member service that speaks most for it; null unless it comes above `floor`:
 * (1 − (1 − time × graph)(1 − time × change)(1 − time × history)) × (1 + history where it speaks against).
 * Each factor is shown in `why`.
 */
export function affinity(
  seek: Seeker,
  group: Sites,
  land: Terrain,
  floor: number,
): Affinity | null {
  let best: Affinity | null = null;
  let bar = floor;
  const storm = stormAt(seek.x.service, seek.x.startedAt, group.byService, land);
  for (const site of group.byService.values()) {
    const time = timeWeight(seek.x, site);
    // Nothing that is dear to compute can lift a pair above this.
    if (1 - (1 - time) * (1 - changeMost * time) * (1 - 0.6 * time) <= bar) continue;
    const found = withSite(seek, site, group, land, time, storm, bar);
    if (!found) continue;
    best = found;
    bar = found.weight;
  }
  return best;
}

/** As `affinity`, with one member service; null when it cannot come above `bar`. */
function withSite(
  seek: Seeker,
  site: Site,
  group: Sites,
  land: Terrain,
  time: number,
  storm: Storm | null,
  bar: number,
): Affinity | null {
  const { x } = seek;
  const history = historyWeight(x, site, land);
  const lean = history?.weight ?? 0;
  const change = changeWeight(seek, site, land);
  const others = (1 - time * (change?.weight ?? 0)) * (1 - time * Math.max(0, lean));
  const against = 1 + Math.min(0, lean);
  // What the graph must give at least; most pairs are done with here.
  const least = (1 - (1 - bar / against) / others) / time;
  const caught = storm && Math.abs(site.firstOnset - x.startedAt) <= stormMs;
  const common = caught ? graphWhy(stormSays(storm), stormWeight) : null;
  const graph = graphWeight(seek, site, group, land, common, least);
  if (!graph && least > 0) return null;
  // What is explained already is not explained once more by a change below it.
  const counted = graph?.explained ? null : change;
  const weight =
    (1 -
      (1 - time * (graph?.weight ?? 0)) *
        (1 - time * (counted?.weight ?? 0)) *
        (1 - time * Math.max(0, lean))) *
    against;
  if (weight <= bar) return null;
  const rest = [graph, counted, history].filter((w) => w !== null);
  return { weight, why: [timeWhy(x, site, time), ...rest] };
}

const nameOf = (site: Site) => (site.service ? `${site.service} (${site.metric})` : site.metric);
const seconds = (ms: number) => `${Math.round(ms / 1000)} s`;

const apart = (x: Anomaly, site: Site) =>
  Math.min(Math.abs(x.startedAt - site.firstOnset), Math.abs(x.startedAt - site.lastOnset));
const during = (x: Anomaly, site: Site) =>
  x.startedAt >= site.firstOnset && x.startedAt <= site.until;

function timeWeight(x: Anomaly, site: Site): number {
  const decayed = 0.5 ** (apart(x, site) / halfLifeMs);
  return during(x, site) ? Math.max(whileOpen, decayed) : decayed;
}

function timeWhy(x: Anomaly, site: Site, weight: number): Why {
  const gap = apart(x, site);
  const after = x.startedAt >= site.firstOnset ? "after" : "before";
  const says =
    gap === 0
      ? `Began in the same window as ${nameOf(site)}`
      : during(x, site) && weight === whileOpen
        ? `Began while ${nameOf(site)} was still abnormal`
        : `Began ${seconds(gap)} ${after} ${nameOf(site)}`;
  return { reason: "time", says, weight };
}

const calls = (n: number) => (n === 1 ? "directly" : `over ${n} calls`);
type GraphWhy = Why & { explained?: true };
const graphWhy = (says: string, weight: number): GraphWhy => ({ reason: "graph", says, weight });

/** The strongest tie between two services on the graph that weighs more than `least`. */
function graphWeight(
  seek: Seeker,
  site: Site,
  group: Sites,
  land: Terrain,
  common: GraphWhy | null,
  least: number,
): GraphWhy | null {
  const { x } = seek;
  const a = x.service;
  const b = site.service;
  if (a === null || b === null) return graphWhy("One of them names no service: time alone", 0.4);
  if (a === b) return sameService(x, site);
  if (land.graph.nodes.size === 0) return graphWhy("No traces yet, so no graph: time alone", 0.5);
  if (land.isAlone(a)) return graphWhy(`No call to or from ${a} is known: time alone`, 0.4);
  let best = common;
  let bar = Math.max(least, best?.weight ?? 0);
  const signal = signalOf(x.metric);
  const up = land.below(a).get(b);
  const down = land.below(b).get(a);
  if (up !== undefined && perHop ** up > bar) {
    const found = tie(a, b, up, climbs(site.signals, signal), group, land);
    if (found.weight > bar) [best, bar] = [found, found.weight];
  }
  if (down !== undefined && perHop ** down > bar) {
    const fit = explains(x, site, group, land);
    const found = tie(b, a, down, fit, group, land);
    if (found.weight > bar) [best, bar] = [found, found.weight];
  }
  if (shared > bar) best = sharedSilent(seek, a, b, site, land, bar) ?? best;
  return best;
}

function tie(
  caller: string,
  callee: string,
  hops: number,
  fit: Fit,
  group: Sites,
  land: Terrain,
): GraphWhy {
  const gap = hops > 1 && !between(caller, callee, group, land);
  const says = `${caller} depends on ${callee} ${calls(hops)}${fit.says}${gap ? ", with nothing odd between" : ""}`;
  const why = graphWhy(says, perHop ** hops * fit.weight * (gap ? leapt : 1));
  return fit.explained ? { ...why, explained: true } : why;
}

/** How well trouble at x would explain that of a caller in the group, unless another member explains it already. */
function explains(x: Anomaly, site: Site, group: Sites, land: Terrain): Fit {
  const signal = signalOf(x.metric);
  const other = signal === "requests" ? null : explainer(site, x.service ?? "", group, land);
  if (other)
    return {
      weight: explainedAway,
      says: `, but ${other} already explains ${site.service}`,
      explained: true,
    };
  const below = new Set([signal]);
  return [...site.signals].map((above) => climbs(below, above)).reduce(better);
}

type Fit = { weight: number; says: string; explained?: true };
const better = (p: Fit, q: Fit): Fit => (q.weight > p.weight ? q : p);

/** How well trouble of these kinds below explains a signal above. */
function climbs(below: ReadonlySet<Signal>, above: Signal): Fit {
  if (below.has(above) || above === "requests" || above === "other") return { weight: 1, says: "" };
  if (above === "errors" && below.has("latency"))
    return { weight: timingOut, says: ", which is slow" };
  if (above === "latency" && below.has("errors"))
    return { weight: unlike, says: ", which fails but is not slow" };
  return { weight: 1, says: "" };
}

/** Another signal of a member service: the later it moves, the likelier it is another story. */
function sameService(x: Anomaly, site: Site): Why {
  const signal = signalOf(x.metric);
  const alike = site.signals.has(signal) || Math.abs(x.startedAt - site.firstOnset) <= smearMs;
  return graphWhy(
    `The same service, ${site.service}${alike ? "" : ", another signal"}`,
    alike ? 1 : 0.8,
  );
}

/** Whether a member stands between two services on the way of a call. */
function between(caller: string, callee: string, group: Sites, land: Terrain): boolean {
  const reach = land.below(caller);
  for (const { service } of group.byService.values())
    if (
      service !== null &&
      service !== caller &&
      service !== callee &&
      reach.has(service) &&
      land.below(service).has(callee)
    )
      return true;
  return false;
}

/**
 * Direct callers of one thing that cannot speak for itself break together when it breaks, and break alike: its weight
 * is the share of its callers that are off now.
 */
function sharedSilent(
  { x, odd }: Seeker,
  a: string,
  b: string,
  site: Site,
  land: Terrain,
  least: number,
): GraphWhy | null {
  let best: GraphWhy | null = null;
  for (const callee of land.silentBelow(a)) {
    if (!land.silentBelow(b).includes(callee)) continue;
    const callers = [...(land.graph.in.get(callee)?.keys() ?? [])];
    const off = callers.filter((s) => s === a || s === b || odd.has(s)).length;
    const fit = climbs(site.signals, signalOf(x.metric)).weight;
    const weight = shared * fit * (off / callers.length);
    if (weight > Math.max(least, best?.weight ?? 0))
      best = graphWhy(
        `${a} and ${b} both call ${callee}; ${off} of its ${callers.length} callers are off`,
        weight,
      );
  }
  return best;
}

/** A member below `site`, not later than it, that has nothing to do with `service`. */
function explainer(site: Site, service: string, group: Sites, land: Terrain): string | null {
  if (site.service === null) return null;
  const belowSite = land.below(site.service);
  const mine = land.below(service);
  for (const other of group.byService.values()) {
    if (other === site || other.service === null || other.service === service) continue;
    if (!belowSite.has(other.service) || other.firstOnset > site.firstOnset + smearMs) continue;
    const theirs = land.below(other.service);
    if (theirs.has(service) || mine.has(other.service)) continue;
    const silent = land.silentBelow(other.service);
    if (land.silentBelow(service).some((c) => silent.includes(c))) continue;
    return other.service;
  }
  return null;
}

function changeWeight({ x, changes }: Seeker, site: Site, land: Terrain): Why | null {
  if (changes.length === 0 || site.service === null || x.service === site.service) return null;
  const first = Math.min(x.startedAt, site.firstOnset);
  let best: Why | null = null;
  for (const c of changes) {
    const age = first - c.at;
    if (age < -smearMs || age > changeReachMs || !land.below(site.service).has(c.service)) continue;
    const weight = changeMost * 0.5 ** (Math.max(0, age) / changeHalfLifeMs);
    if (!best || weight > best.weight)
      best = { reason: "change", says: `Both came after ${c.title} and depend on it`, weight };
  }
  return best;
}

function historyWeight(x: Anomaly, site: Site, { memory }: Terrain): Why | null {
  if (memory.ties.size === 0 || x.service === null || site.service === null) return null;
  const learned = memory.ties.get(pairKey(x.service, site.service));
  const weight = learned ? leaning(learned) : 0;
  if (!learned || weight === 0) return null;
  const pair = x.service === site.service ? x.service : `${x.service} and ${site.service}`;
  return {
    reason: "history",
    says: `History: ${pair} belonged together ${learned.plus} times, apart ${learned.minus}`,
    weight,
  };
}
