import type { Anomaly } from "@/lib/detect/model";
import type { Why } from "./model";
import { signalOf } from "./model";
import type { Terrain } from "./terrain";

/** Onsets this far apart weigh half. */
const halfLifeMs = 120_000;
/** Least weight of time for what begins while the other still goes on. */
const whileOpen = 0.6;
/** Each call between two services costs this factor. */
const perHop = 0.9;
/** A caller whose trouble another member already explains says little about its other callees. */
const explainedAway = 0.3;
/** Windows are 10 s and deltas smear over two of them: onsets closer than this are simultaneous. */
export const smearMs = 30_000;
/** So many services, and such a share of all, broken at once have a cause in common that the graph does not show. */
const commonServices = 5;
const commonShare = 0.6;
/** How long before both onsets a change may lie to count as shared, and the age at which it weighs half. */
const changeReachMs = 20 * 60_000;
const changeHalfLifeMs = 10 * 60_000;

/** The anomalies of one service in one group, summed up so that a long situation costs no more than a short one. */
export type Site = {
  service: string | null;
  firstOnset: number;
  lastOnset: number;
  /** Infinity while any of them is open */
  until: number;
  metric: string;
};

export type Affinity = { weight: number; why: Why[] };

/**
 * How strongly anomaly `x` belongs with the anomalies at `site` of a group, 0–1:
 * 1 − (1 − time × graph)(1 − time × change), each factor shown in `why`.
 */
export function affinity(
  x: Anomaly,
  site: Site,
  group: readonly Site[],
  land: Terrain,
): Affinity | null {
  const time = timeWeight(x, site);
  const graph = graphWeight(x, site, group, land);
  const change = changeWeight(x, site, land);
  const byGraph = time.weight * (graph?.weight ?? 0);
  const byChange = time.weight * (change?.weight ?? 0);
  const weight = 1 - (1 - byGraph) * (1 - byChange);
  if (weight <= 0) return null;
  return { weight, why: [time, ...(graph ? [graph] : []), ...(change ? [change] : [])] };
}

const nameOf = (site: Site) => (site.service ? `${site.service} (${site.metric})` : site.metric);
const seconds = (ms: number) => `${Math.round(ms / 1000)} s`;

function timeWeight(x: Anomaly, site: Site): Why {
  const apart = Math.min(
    Math.abs(x.startedAt - site.firstOnset),
    Math.abs(x.startedAt - site.lastOnset),
  );
  const decayed = 0.5 ** (apart / halfLifeMs);
  const during = x.startedAt >= site.firstOnset && x.startedAt <= site.until;
  const after = x.startedAt >= site.firstOnset ? "after" : "before";
  if (during && decayed < whileOpen)
    return {
      reason: "time",
      says: `Began while ${nameOf(site)} was still abnormal`,
      weight: whileOpen,
    };
  const says =
    apart === 0
      ? `Began in the same window as ${nameOf(site)}`
      : `Began ${seconds(apart)} ${after} ${nameOf(site)}`;
  return { reason: "time", says, weight: decayed };
}

const calls = (n: number) => (n === 1 ? "directly" : `over ${n} calls`);

function graphWeight(x: Anomaly, site: Site, group: readonly Site[], land: Terrain): Why | null {
  const a = x.service;
  const b = site.service;
  if (a === null || b === null)
    return { reason: "graph", says: "One of them names no service: time alone", weight: 0.4 };
  if (a === b) return { reason: "graph", says: `The same service, ${a}`, weight: 1 };
  if (land.graph.nodes.size === 0)
    return { reason: "graph", says: "No traces yet, so no graph: time alone", weight: 0.5 };
  const up = land.below(a).get(b);
  const down = land.below(b).get(a);
  const shared = sharedCallee(a, b, group, land);
  const found: Why[] = [];
  if (up !== undefined)
    found.push({
      reason: "graph",
      says: `${a} depends on ${b} ${calls(up)}`,
      weight: perHop ** up,
    });
  if (down !== undefined) {
    const other = signalOf(x.metric) === "requests" ? undefined : explainer(site, a, group, land);
    found.push({
      reason: "graph",
      says: `${b} depends on ${a} ${calls(down)}${other ? `, but ${other} already explains ${b}` : ""}`,
      weight: perHop ** down * (other ? explainedAway : 1),
    });
  }
  if (shared) found.push(shared);
  const common = commonMode(x, group, land);
  if (common) found.push(common);
  return found.sort((p, q) => q.weight - p.weight)[0] ?? null;
}

/** Two callers of one thing that cannot speak for itself, or that is itself in the group, break together when it breaks. */
function sharedCallee(a: string, b: string, group: readonly Site[], land: Terrain): Why | null {
  let best: Why | null = null;
  for (const [callee, d] of land.below(a)) {
    const e = land.below(b).get(callee);
    if (e === undefined || callee === a || callee === b) continue;
    const broken = land.silent.has(callee) || group.some((s) => s.service === callee);
    const weight = (broken ? 0.8 : 0.25) * perHop ** (d + e - 2);
    if (!best || weight > best.weight)
      best = { reason: "graph", says: `${a} and ${b} both depend on ${callee}`, weight };
  }
  return best;
}

/** When most of the estate breaks in the same half minute, one thing under all of it broke: a host, a network, a clock. */
function commonMode(x: Anomaly, group: readonly Site[], land: Terrain): Why | null {
  const all = [...land.graph.nodes].filter((n) => !land.silent.has(n)).length;
  const at = group.filter((s) => Math.abs(s.firstOnset - x.startedAt) <= smearMs).length;
  if (at < commonServices || at < commonShare * all) return null;
  return {
    reason: "graph",
    says: `${at} of ${all} services broke in the same half minute`,
    weight: 0.6,
  };
}

/** A member below `site`, not later than it, that has nothing to do with `service`. */
function explainer(
  site: Site,
  service: string,
  group: readonly Site[],
  land: Terrain,
): string | null {
  for (const other of group) {
    if (other === site || other.service === null || site.service === null) continue;
    if (other.service === service || !land.below(site.service).has(other.service)) continue;
    if (other.firstOnset > site.firstOnset + smearMs) continue;
    const related =
      land.below(other.service).has(service) ||
      land.below(service).has(other.service) ||
      [...land.below(service).keys()].some(
        (c) => land.silent.has(c) && land.below(other.service ?? "").has(c),
      );
    if (!related) return other.service;
  }
  return null;
}

function changeWeight(x: Anomaly, site: Site, land: Terrain): Why | null {
  if (x.service === null || site.service === null || x.service === site.service) return null;
  const first = Math.min(x.startedAt, site.firstOnset);
  let best: Why | null = null;
  for (const c of land.changes) {
    const age = first - c.at;
    if (age < -smearMs || age > changeReachMs) continue;
    if (!land.below(x.service).has(c.service) || !land.below(site.service).has(c.service)) continue;
    const weight = 0.3 * 0.5 ** (Math.max(0, age) / changeHalfLifeMs);
    if (!best || weight > best.weight)
      best = { reason: "change", says: `Both came after ${c.title} and depend on it`, weight };
  }
  return best;
}
