import type { Anomaly } from "@/lib/detect/model";
import { type Affinity, affinity, type Site, smearMs } from "./affinity";
import type { Why } from "./model";
import { isAdverse, signalOf } from "./model";
import type { Terrain } from "./terrain";

/** Affinity from which an anomaly belongs to a group. */
const joinBar = 0.35;
/** A cleared situation whose series breaks again within this time opens again instead of making a new one. */
const reopenMs = 3 * 60_000;
/** For so long after the end the way back (traffic that catches up, a detector that relearns) makes no situation. */
export const aftermathMs = 10 * 60_000;

export type Group = { id: number; members: readonly Anomaly[] };
export type EndedGroup = Group & { resolvedAt: number; resolution: string | null };
export type Placed = { anomaly: Anomaly; why: Why[] };

export type Placement = {
  /** Anomalies that join a situation, by its id */
  joins: Map<number, Placed[]>;
  /** New situations; the first member is the one that the others were grouped around */
  opens: Placed[][];
  /** Ended situations that open again; their anomalies are in `joins` */
  reopens: Set<number>;
};

type Forming = { id: number | null; sites: Site[]; placed: Placed[] };

/**
 * Groups anomalies that are in no situation yet by time × graph × shared change.
 *
 * Each joins the open situation or forming group with the highest affinity of at least `joinBar`, else it forms a group
 * of its own. They are taken by onset, and the deepest service first among simultaneous ones, so that two faults below
 * one gateway form two groups before the gateway's own anomaly, which fits both, can tie them together; a surge of
 * requests comes from above, so it is taken first and from the entry down, a drop last. A forming group
 * opens a situation only above the bar of `mayOpen`; below it its anomalies wait and are judged again next time.
 * Cost: anomalies × services in open groups; history plays no part.
 */
export function situate(
  fresh: readonly Anomaly[],
  open: readonly Group[],
  ended: readonly EndedGroup[],
  land: Terrain,
): Placement {
  const groups: Forming[] = open.map((g) => ({ id: g.id, sites: sitesOf(g.members), placed: [] }));
  const joins = new Map<number, Placed[]>();
  const reopens = new Set<number>();
  for (const anomaly of inOrder(fresh, land)) {
    const back = aftermath(anomaly, ended, land);
    if (back) {
      if (back.reopens) reopens.add(back.group.id);
      push(joins, back.group.id, { anomaly, why: [back.why] });
      continue;
    }
    const best = bestGroup(anomaly, groups, land);
    if (best) {
      best.group.placed.push({ anomaly, why: withSum(best) });
      add(best.group.sites, anomaly);
    } else {
      const why: Why = { reason: "time", says: "The first of its situation", weight: 1 };
      groups.push({ id: null, sites: sitesOf([anomaly]), placed: [{ anomaly, why: [why] }] });
    }
  }
  const opens: Placed[][] = [];
  for (const g of groups) {
    if (g.id !== null) for (const p of g.placed) push(joins, g.id, p);
    else if (mayOpen(g.placed.map((p) => p.anomaly))) opens.push(g.placed);
  }
  return { joins, opens, reopens };
}

/**
 * The bar for a new situation: one STRONG anomaly that hurts, or two WEAK ones of different signals or services that
 * lasted at least two points each, one of them a golden signal. A lone WEAK waits.
 */
export function mayOpen(members: readonly Anomaly[]): boolean {
  const adverse = members.filter(isAdverse);
  if (adverse.some((a) => a.level === "STRONG")) return true;
  const lasting = adverse.filter((a) => a.points >= 2);
  const signals = new Set(lasting.map((a) => `${a.service} ${keyOf(a)}`));
  return signals.size >= 2 && lasting.some((a) => signalOf(a.metric) !== "other");
}

const keyOf = (a: Anomaly) => {
  const signal = signalOf(a.metric);
  return signal === "other" ? a.metric : signal;
};

function inOrder(fresh: readonly Anomaly[], land: Terrain): Anomaly[] {
  const services = new Set(fresh.flatMap((a) => (a.service === null ? [] : [a.service])));
  const below = new Map<string | null, number>();
  for (const s of services)
    below.set(s, [...land.below(s).keys()].filter((t) => t !== s && services.has(t)).length);
  const slot = (a: Anomaly) => Math.floor(a.startedAt / smearMs);
  const turn = (a: Anomaly) =>
    signalOf(a.metric) !== "requests" ? 1 : a.direction === "above" ? 0 : 2;
  const depth = (a: Anomaly) => (below.get(a.service) ?? 0) * (turn(a) === 1 ? 1 : -1);
  return [...fresh].sort(
    (a, b) =>
      slot(a) - slot(b) ||
      turn(a) - turn(b) ||
      depth(a) - depth(b) ||
      a.startedAt - b.startedAt ||
      (a.id < b.id ? -1 : 1),
  );
}

function bestGroup(anomaly: Anomaly, groups: readonly Forming[], land: Terrain) {
  let best: { group: Forming; found: Affinity } | null = null;
  for (const group of groups)
    for (const site of group.sites) {
      const found = affinity(anomaly, site, group.sites, land);
      if (found && found.weight >= joinBar && found.weight > (best?.found.weight ?? 0))
        best = { group, found };
    }
  return best;
}

function withSum({ found }: { found: Affinity }): Why[] {
  const [time, ...rest] = found.why;
  if (!time) return [];
  const others = rest.map((w) => w.weight.toFixed(2));
  const sum =
    rest.length === 1
      ? `${time.weight.toFixed(2)} × ${others[0]} = ${found.weight.toFixed(2)}`
      : `1 − ${others.map((w) => `(1 − ${time.weight.toFixed(2)} × ${w})`).join("")} = ${found.weight.toFixed(2)}`;
  const last = rest.at(-1) ?? time;
  return [time, ...rest].map((w) =>
    w === last ? { ...w, says: `${w.says}; time × graph = ${sum}, bar ${joinBar}` } : w,
  );
}

/** What belongs to a situation that ended lately: its way back, or its return. */
function aftermath(x: Anomaly, ended: readonly EndedGroup[], land: Terrain) {
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
    if (since <= reopenMs && group.resolution === "cleared" && !renewed && isAdverse(x))
      return {
        group,
        reopens: true,
        why: why(`The same series broke again ${Math.round(since / 1000)} s after it had cleared`),
      };
  }
  return null;
}

const why = (says: string): Why => ({ reason: "same-series", says, weight: 1 });

function sitesOf(members: readonly Anomaly[]): Site[] {
  const sites: Site[] = [];
  for (const m of members) add(sites, m);
  return sites;
}

function add(sites: Site[], m: Anomaly): void {
  const until = m.endedAt ?? Number.POSITIVE_INFINITY;
  const site = sites.find((s) => s.service === m.service);
  if (!site)
    sites.push({
      service: m.service,
      firstOnset: m.startedAt,
      lastOnset: m.startedAt,
      until,
      metric: m.metric,
    });
  else {
    if (m.startedAt < site.firstOnset) site.metric = m.metric;
    site.firstOnset = Math.min(site.firstOnset, m.startedAt);
    site.lastOnset = Math.max(site.lastOnset, m.startedAt);
    site.until = Math.max(site.until, until);
  }
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
