import { quantile } from "@/lib/math/quantile";
import type { Evidence } from "./model";
import { lasting, millis, percent } from "./tally";

/** One instance of a service in one window, as one of its callers sees it; null where it answered nothing. */
export type RolloutWindow = {
  instance: string;
  /** Whether the instance runs the new version */
  fresh: boolean;
  caller: string;
  start: number;
  failing: number | null;
  ms: number | null;
};

/** One release under way: what its instances did since the first new one was ready. Times in epoch ms. */
export type Rollout = {
  service: string;
  /** When its first step began, and when that step was done */
  begunAt: number;
  readyAt: number;
  windows: readonly RolloutWindow[];
};

export type JudgedRollout = { sum: number; evidence: Evidence[]; veto: string | null };

/** New instances that fail all requests, old ones none: worth this much in log odds; silence nearly as much. */
const failingWeight = 4;
const silentWeight = 3.5;
/** Twice as slow adds half of this. Cold caches and queues behind others' faults make a slow one a weak witness. */
const slowerWeight = 0.8;
/** The whole service failing all requests since it broke, and none before: weak, since victims show it too. */
const worseWeight = 2;
/** Releases fade as suspects with the time from their first step to the trouble. */
const halfLifeMs = 20 * 60_000;
const toleranceMs = 30_000;

/**
 * Judges one of several simultaneous releases by its own rollout: instances of the new version against those of the old in
 * the same windows and for the same caller, so that trouble which all share cancels out. Three kinds of difference count:
 * new instances fail more, answer more slowly, or answer nobody at all while old ones do. A release that began only after it
 * broke is vetoed. After the comparison of changed and unchanged instances in ChangeRCA (Yu et al., FSE 2024).
 */
export function judgeRollout(rollout: Rollout, brokeAt: number): JudgedRollout {
  const lag = brokeAt - rollout.begunAt;
  const told = rollout.windows.filter((w) => w.start >= rollout.readyAt);
  const pieces = [
    time(lag, rollout.service),
    fails(told),
    silent(told),
    slower(told),
    worse(rollout, brokeAt),
  ];
  const evidence = pieces.filter((e) => e !== null);
  return {
    evidence,
    sum: evidence.reduce((sum, e) => sum + e.weight, 0),
    veto: lag < -toleranceMs ? `It broke ${lasting(-lag)} before this release began.` : null,
  };
}

function time(lag: number, service: string): Evidence {
  const weight = lag < -toleranceMs ? -4 : 0.5 ** (Math.max(0, lag) / halfLifeMs) - 1;
  return {
    name: "time",
    says: `It broke ${lasting(Math.max(0, lag))} after the first new instance of ${service} was started.`,
    weight,
  };
}

type Sides = { fresh: RolloutWindow[]; old: RolloutWindow[] };

/** Windows per caller, only those in which both versions existed. */
function byCaller(windows: readonly RolloutWindow[]): Sides[] {
  const sides = new Map<string, Sides>();
  for (const w of windows) {
    const s = sides.get(w.caller) ?? { fresh: [], old: [] };
    (w.fresh ? s.fresh : s.old).push(w);
    sides.set(w.caller, s);
  }
  return [...sides.values()].filter((s) => s.fresh.length > 0 && s.old.length > 0);
}

const mean = (v: readonly number[]) => v.reduce((a, b) => a + b, 0) / Math.max(1, v.length);
const known = (windows: readonly RolloutWindow[], key: "failing" | "ms") =>
  windows.flatMap((w) => w[key] ?? []);

function fails(windows: readonly RolloutWindow[]): Evidence | null {
  let best: { more: number; is: number; was: number } | null = null;
  for (const { fresh, old } of byCaller(windows)) {
    const [a, b] = [known(fresh, "failing"), known(old, "failing")];
    if (a.length < 2 || b.length < 2) continue;
    const [is, was] = [mean(a), mean(b)];
    if (!best || is - was > best.more) best = { more: is - was, is, was };
  }
  if (!best) return null;
  return {
    name: "fails",
    says: `In the same minutes its new instances fail ${percent(best.is)}, the old ones ${percent(best.was)}.`,
    weight: best.more >= 0.02 ? failingWeight * best.more : -0.5,
  };
}

/** The share of minutes in which each instance answered one caller. */
function answered(windows: readonly RolloutWindow[], slots: number): number[] {
  const per = new Map<string, number>();
  for (const w of windows) {
    const one = w.failing !== null || w.ms !== null ? 1 : 0;
    per.set(w.instance, (per.get(w.instance) ?? 0) + one);
  }
  return [...per.values()].map((n) => Math.min(1, n / Math.max(1, slots)));
}

/** New instances that do not answer callers whom the old ones answer, averaged over the callers: some of them call rarely. */
function silent(windows: readonly RolloutWindow[]): Evidence | null {
  const slots = new Set(windows.map((w) => Math.round(w.start / 60_000))).size;
  if (slots < 2) return null;
  const shares = [...new Set(windows.map((w) => w.caller))].flatMap((caller) => {
    const of = windows.filter((w) => w.caller === caller);
    const old = answered(
      of.filter((w) => !w.fresh),
      slots,
    );
    const fresh = answered(
      of.filter((w) => w.fresh),
      slots,
    );
    return old.length === 0 ? [] : { was: quantile(old, 0.5), is: Math.max(0, ...fresh) };
  });
  const [is, was] = [mean(shares.map((s) => s.is)), mean(shares.map((s) => s.was))];
  if (was - is < 0.2) return null;
  return {
    name: "silent",
    says: `Its new instances answered in ${percent(is)} of the minutes, the old ones in ${percent(was)}.`,
    weight: silentWeight * (was - is),
  };
}

function slower(windows: readonly RolloutWindow[]): Evidence | null {
  let best: { ratio: number; is: number; was: number } | null = null;
  for (const { fresh, old } of byCaller(windows)) {
    const [a, b] = [known(fresh, "ms"), known(old, "ms")];
    if (a.length < 2 || b.length < 2) continue;
    const [is, was] = [quantile(a, 0.5), quantile(b, 0.5)];
    const ratio = is / Math.max(was, 1);
    if (!best || ratio > best.ratio) best = { ratio, is, was };
  }
  if (!best || best.ratio < 1.3) return null;
  return {
    name: "slower",
    says: `In the same minutes its new instances take ${millis(best.is)}, the old ones ${millis(best.was)}.`,
    weight: Math.min(2, (slowerWeight * Math.log2(best.ratio)) / 2),
  };
}

/**
 * Whether the service as a whole fails more since it broke than before its release, for the caller that sees it worst. Not when
 * its new instances answered well until then: what came later came to all of it.
 */
function worse({ service, windows, begunAt }: Rollout, brokeAt: number): Evidence | null {
  const first = known(
    windows.filter((w) => w.fresh && w.start < brokeAt),
    "failing",
  );
  if (first.length > 0 && Math.max(...first) < 0.02) return null;
  let best = { more: 0, is: 0, was: 0 };
  for (const caller of new Set(windows.map((w) => w.caller))) {
    const seen = windows.filter((w) => w.caller === caller);
    const before = known(
      seen.filter((w) => w.start < begunAt),
      "failing",
    );
    const since = known(
      seen.filter((w) => w.start >= brokeAt),
      "failing",
    );
    if (before.length < 2 || since.length < 2) continue;
    const [is, was] = [mean(since), mean(before)];
    if (is - was > best.more) best = { more: is - was, is, was };
  }
  if (best.more < 0.02) return null;
  return {
    name: "worse",
    says: `${service} fails ${percent(best.is)} since then, ${percent(best.was)} before its release.`,
    weight: worseWeight * best.more,
  };
}
