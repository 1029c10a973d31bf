import { quantile } from "@/lib/math/quantile";
import { cut, type TraceProfile } from "./trace-profile";

/** What traces say against one service: how many usual spreads it left the usual, in which of four ways, in a sentence. */
export type TraceSignal = {
  service: string;
  kind: "flow" | "own-time" | "network" | "breaks";
  score: number;
  says: string;
};

/** An operation seen less often in a window says nothing about it. */
const fewSpans = 3;
/** Nor do fewer usual windows say what is usual. */
const fewWindows = 3;
/** Shares of few spans wander by chance: below this many the widest binomial spread is assumed. */
const scant = 8;
/** Smallest spread of a time: in ms, and as a share of the usual. */
const floor = { ms: 1, share: 0.2 };

/**
 * Contrasts one window's traces with usual windows. Flow: the share of an operation's steps that take a turn which they
 * usually do not. Own time: an operation's median time of its own. Network: the time lost around a service, averaged over all
 * its neighbours, since a slow network touches them all; what a neighbour loses with others too is the neighbour's. Breaks: the share of an
 * operation's spans that fail though nothing below them does. Each as a distance from the usual median in usual spreads.
 */
export function traceContrast(
  now: TraceProfile,
  usual: readonly TraceProfile[],
): Map<string, TraceSignal[]> {
  const found = new Map<string, TraceSignal[]>();
  for (const signal of [
    ...flow(now, usual),
    ...ownTime(now, usual),
    ...network(now, usual),
    ...breaks(now, usual),
  ]) {
    const list = found.get(signal.service) ?? [];
    const same = list.findIndex((s) => s.kind === signal.kind);
    if (same < 0) list.push(signal);
    else if ((list[same]?.score ?? 0) < signal.score) list[same] = signal;
    found.set(signal.service, list);
  }
  for (const [service, list] of found)
    for (const signal of list)
      if (signal.kind === "flow") {
        const below = flowBelow(found, usual, service);
        signal.score *= 1 - Math.min(1, below / signal.score) / 2;
      }
  return found;
}

/** The strongest flow signal among the services that one calls: a caller takes another turn when its callee answers otherwise. */
function flowBelow(
  found: ReadonlyMap<string, readonly TraceSignal[]>,
  usual: readonly TraceProfile[],
  service: string,
): number {
  let most = 0;
  const callees = new Set<string>();
  for (const u of usual)
    for (const key of u.wire.keys()) {
      const [caller, callee = ""] = key.split(cut);
      if (caller === service) callees.add(callee);
    }
  for (const callee of callees)
    for (const s of found.get(callee) ?? [])
      if (s.kind === "flow" && s.score > most) most = s.score;
  return most;
}

const countOf = (row: ReadonlyMap<string, number> | undefined): number =>
  row ? [...row.values()].reduce((a, b) => a + b, 0) : 0;

function* flow(now: TraceProfile, usual: readonly TraceProfile[]): Iterable<TraceSignal> {
  for (const [key, row] of now.steps) {
    const n = countOf(row);
    if (n < fewSpans) continue;
    const windows = usual
      .map((u) => u.steps.get(key))
      .map((r) => ({ r, n: countOf(r) }))
      .filter((w) => w.n >= fewSpans);
    if (windows.length < fewWindows) continue;
    const turns = new Set([...row.keys(), ...windows.flatMap((w) => [...(w.r?.keys() ?? [])])]);
    for (const turn of turns) {
      const share = (row.get(turn) ?? 0) / n;
      const shares = windows.map((w) => (w.r?.get(turn) ?? 0) / w.n);
      const median = quantile(shares, 0.5);
      const chance = Math.sqrt((n < scant ? 0.25 : Math.max(median * (1 - median), 0.05)) / n);
      const spread = Math.max(quantile(shares, 0.85) - quantile(shares, 0.15), chance);
      const score = Math.abs(share - median) / spread;
      if (score < 1) continue;
      const [service = "", operation = "", before = ""] = key.split(cut);
      yield {
        service,
        kind: "flow",
        score,
        says: `in ${operation} "${before}" leads to "${turn}" in ${percent(share)} of cases, usually ${percent(median)}`,
      };
    }
  }
}

type Slower = { score: number; is: number; was: number };

/** How much slower the median of a key became; null where either side has too little. */
function slower(
  key: string,
  values: readonly number[],
  usual: readonly ReadonlyMap<string, readonly number[]>[],
): Slower | null {
  if (values.length < fewSpans) return null;
  const medians = usual
    .map((u) => u.get(key) ?? [])
    .filter((v) => v.length >= fewSpans)
    .map((v) => quantile(v, 0.5));
  if (medians.length < fewWindows) return null;
  const is = quantile(values, 0.5);
  const was = quantile(medians, 0.5);
  const scanty = Math.sqrt(Math.max(1, scant / values.length));
  const spread =
    scanty *
    Math.max(quantile(medians, 0.75) - quantile(medians, 0.25), floor.share * was, floor.ms);
  return { score: Math.max(0, (is - was) / spread), is, was };
}

function* ownTime(now: TraceProfile, usual: readonly TraceProfile[]): Iterable<TraceSignal> {
  const windows = usual.map((u) => u.own);
  for (const [key, values] of now.own) {
    const s = slower(key, values, windows);
    if (!s || s.score < 1) continue;
    const [service = "", operation = ""] = key.split(cut);
    yield {
      service,
      kind: "own-time",
      score: s.score,
      says: `${operation} spends ${ms(s.is)} of its own, usually ${ms(s.was)}`,
    };
  }
}

function* network(now: TraceProfile, usual: readonly TraceProfile[]): Iterable<TraceSignal> {
  const windows = usual.map((u) => u.wire);
  const edges = new Map<string, Slower>();
  for (const u of [...usual, now])
    for (const key of u.wire.keys()) {
      const [caller = "", callee = ""] = key.split(cut);
      const edge = caller + cut + callee;
      const s = slower(key, now.wire.get(key) ?? [], windows) ?? { score: 0, is: 0, was: 0 };
      if ((edges.get(edge)?.score ?? -1) < s.score) edges.set(edge, s);
    }
  const around = new Map<string, { other: string; edge: string; slower: Slower }[]>();
  for (const [edge, s] of edges) {
    const [caller = "", callee = ""] = edge.split(cut);
    for (const [service, other] of [
      [caller, callee],
      [callee, caller],
    ] as const) {
      const list = around.get(service) ?? [];
      list.push({ other, edge, slower: s });
      around.set(service, list);
    }
  }
  for (const [service, list] of around) {
    const score = list.reduce((sum, { other, edge, slower: s }) => {
      const beyond = (around.get(other) ?? []).filter((o) => o.edge !== edge);
      const alike = beyond.map((o) => (s.score > 0 ? Math.min(1, o.slower.score / s.score) : 0));
      const theirs = alike.reduce((a, b) => a + b, 0) / Math.max(1, alike.length);
      return sum + (s.score * (1 - theirs)) / list.length;
    }, 0);
    const worst = list.toSorted((a, b) => b.slower.score - a.slower.score)[0]?.slower;
    if (score < 1 || !worst) continue;
    yield {
      service,
      kind: "network",
      score,
      says: `calls to or from ${service} lose ${ms(worst.is)} on the way, usually ${ms(worst.was)}`,
    };
  }
}

function* breaks(now: TraceProfile, usual: readonly TraceProfile[]): Iterable<TraceSignal> {
  for (const [key, { spans, own }] of now.broke) {
    const windows = usual.flatMap((u) => u.broke.get(key) ?? []).filter((w) => w.spans >= fewSpans);
    if (own === 0 || spans < fewSpans || windows.length < fewWindows) continue;
    const shares = windows.map((w) => w.own / w.spans);
    const median = quantile(shares, 0.5);
    const chance = Math.sqrt(Math.max(median * (1 - median), 0.05) / spans);
    const spread = Math.max(quantile(shares, 0.85) - quantile(shares, 0.15), chance);
    const score = (own / spans - median) / spread;
    if (score < 1) continue;
    const [service = "", operation = ""] = key.split(cut);
    yield {
      service,
      kind: "breaks",
      score,
      says: `${percent(own / spans)} of ${operation} fail there and nowhere below, usually ${percent(median)}`,
    };
  }
}

const percent = (share: number) => `${Math.round(share * 100)} %`;
const ms = (value: number) => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
