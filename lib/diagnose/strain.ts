import { isAdverse, signalOf } from "@/lib/situate/model";
import { onsets } from "./onset";
import { type Floor, floors, robustScorer } from "./robust-score";
import { after, before, type Data, type EdgeRow, type RequestRow, type Scene } from "./scene";
import {
  byWindow,
  failing,
  inSpan,
  meanMs,
  millis,
  p95,
  percent,
  type Tally,
  tally,
  tallyEdges,
} from "./tally";

/** How badly one service does since onset, in its own requests or, where it has none, in its callers' calls. */
export type Strain = {
  service: string;
  /** RobustScorer: how many interquartile ranges its worst signal left the usual median; 0 = ordinary */
  score: number;
  signal: "errors" | "latency" | "other";
  says: string;
  /** Share of its extra errors or latency that its callees do not explain, 0–1 */
  own: number;
  /** Epoch ms, null when it never left the usual */
  onset: number | null;
};

/** From this score on a service counts as strained at all. */
export const strained = 4;
/** A caller with fewer calls since onset says nothing about its callee. */
const fewCalls = 20;
/** Two windows above this many ranges mark the onset of a service that no detector watches. */
const onsetScore = 6;

type Windows = [number, { ratio: number | null; ms: number | null }][];

/**
 * Strain of every service of the scene and of everything silent that it calls. Scores follow RobustScorer (BARO, FSE'24):
 * |x − median| / IQR over the usual window, the spread floored so that a flat signal does not explode; x is the second
 * worst window since onset, or the worst while there is only one.
 */
export function strains(scene: Scene, data: Data): Map<string, Strain> {
  const names = new Set(scene.services);
  for (const e of data.edges) if (scene.silent.has(e.callee)) names.add(e.callee);
  const known = onsets(scene.members);
  const found = new Map<string, Strain>();
  for (const service of names) {
    const strain = strainOf(scene, data, service, known.get(service) ?? null);
    if (strain) found.set(service, strain);
  }
  for (const strain of found.values()) strain.own = ownShare(scene, data, strain, found);
  return found;
}

function strainOf(scene: Scene, data: Data, service: string, known: number | null): Strain | null {
  const requests = data.requests.filter((r) => r.service === service);
  const speaks = requests.some(inSpan(after(scene)));
  const calls = data.edges.filter((e) => e.callee === service);
  const windows: Windows = speaks
    ? byWindow(requests).map(([t, rows]) => [t, signals(tally(rows), true)])
    : byWindow(leastHurt(scene, calls)).map(([t, rows]) => [t, signals(tallyEdges(rows), false)]);
  const errors = robust(scene, windows, (w) => w.ratio, floors.errors);
  const latency = robust(scene, windows, (w) => w.ms, floors.latency);
  const told = scene.members.filter((m) => m.service === service && isAdverse(m));
  const peak = (signal: string) =>
    Math.max(0, ...told.filter((m) => signalOf(m.metric) === signal).map((m) => m.peakScore));
  const scores = {
    errors: Math.max(errors.score, peak("errors")),
    latency: Math.max(latency.score, peak("latency")),
    other: peak("other"),
  };
  const signal =
    scores.errors >= strained && scores.errors >= 0.5 * scores.latency
      ? "errors"
      : scores.latency >= Math.max(strained, scores.other)
        ? "latency"
        : scores.other > 0
          ? "other"
          : "errors";
  const score = scores[signal];
  if (score <= 0 && windows.length === 0) return null;
  return {
    service,
    score,
    signal,
    says: sentence(scene, speaks ? tallies(scene, requests) : edgeTallies(scene, calls), signal),
    own: 1,
    onset: known ?? (score >= strained ? (signal === "errors" ? errors : latency).onset : null),
  };
}

/**
 * What cannot speak for itself is judged by the caller that suffers least from it: when one caller's calls are slow and
 * another's are as ever, the first caller asks for more, and the callee is fine.
 */
function leastHurt(scene: Scene, calls: readonly EdgeRow[]): readonly EdgeRow[] {
  let best = calls;
  let least = Number.POSITIVE_INFINITY;
  for (const caller of new Set(calls.map((e) => e.caller))) {
    const rows = calls.filter((e) => e.caller === caller);
    if (tallyEdges(rows.filter(inSpan(after(scene)))).count < fewCalls) continue;
    const windows: Windows = byWindow(rows).map(([t, r]) => [t, signals(tallyEdges(r), false)]);
    const score =
      robust(scene, windows, (w) => w.ratio, floors.errors).score +
      robust(scene, windows, (w) => w.ms, floors.latency).score;
    if (score < least) {
      least = score;
      best = rows;
    }
  }
  return best;
}

const signals = (t: Tally, own: boolean) => ({ ratio: failing(t), ms: own ? p95(t) : meanMs(t) });

function robust(
  scene: Scene,
  windows: Windows,
  pick: (w: Windows[number][1]) => number | null,
  floor: Floor,
): { score: number; onset: number | null } {
  const usual: number[] = [];
  const since: [number, number][] = [];
  const end = before(scene).to;
  for (const [t, w] of windows) {
    const x = pick(w);
    if (x === null) continue;
    if (t < end) usual.push(x);
    else since.push([t, x]);
  }
  const score = robustScorer(usual, floor);
  if (!score || since.length === 0) return { score: 0, onset: null };
  const z = since.map(([t, x]) => [t, score(x)] as const);
  const worst = z
    .filter(([t]) => t >= scene.onsetAt - 10_000)
    .map(([, s]) => s)
    .sort((a, b) => b - a);
  const onset = z.find(([, s], i) => s >= onsetScore && (z[i + 1]?.[1] ?? s) >= onsetScore);
  return { score: Math.max(0, worst[1] ?? worst[0] ?? 0), onset: onset?.[0] ?? null };
}

type Pair = { was: Tally; is: Tally };
/** Requests before and since onset. */
export const tallies = (scene: Scene, rows: readonly RequestRow[]): Pair => ({
  was: tally(rows.filter(inSpan(before(scene)))),
  is: tally(rows.filter(inSpan(after(scene)))),
});
/** Calls before and since onset. */
export const edgeTallies = (scene: Scene, rows: readonly EdgeRow[]): Pair => ({
  was: tallyEdges(rows.filter(inSpan(before(scene)))),
  is: tallyEdges(rows.filter(inSpan(after(scene)))),
});

function sentence(scene: Scene, { was, is }: Pair, signal: Strain["signal"]): string {
  if (is.count === 0) return "no requests since onset";
  if (signal === "errors") return `${percent(failing(is))} fail, usually ${percent(failing(was))}`;
  if (signal === "latency" && is.buckets.length > 0)
    return `p95 ${millis(p95(is))}, usually ${millis(p95(was))}`;
  if (signal === "latency") return `${millis(meanMs(is))} a call, usually ${millis(meanMs(was))}`;
  const m = scene.members[0];
  return m ? `${m.metric} is abnormal` : "abnormal";
}

/** What came on top of the usual: failed requests, and milliseconds spent, since onset. */
export const extra = ({ was, is }: Pair) => ({
  errors: is.errors - (failing(was) ?? 0) * is.count,
  ms: is.sumMs - (meanMs(was) ?? meanMs(is) ?? 0) * is.count,
});

function ownShare(
  scene: Scene,
  data: Data,
  strain: Strain,
  found: ReadonlyMap<string, Strain>,
): number {
  const rows = data.requests.filter((r) => r.service === strain.service);
  const all = extra(tallies(scene, rows));
  const kind = strain.signal === "errors" ? "errors" : "ms";
  const total = all[kind];
  if (strain.signal === "other" || !(total > 0)) return 1;
  let explained = 0;
  for (const callee of new Set(
    data.edges.filter((e) => e.caller === strain.service).map((e) => e.callee),
  )) {
    const edges = data.edges.filter((e) => e.caller === strain.service && e.callee === callee);
    const onEdge = extra(edgeTallies(scene, edges))[kind];
    const own = data.requests.filter((r) => r.service === callee);
    // A caller that gives up early, or asks for more, sees trouble that its callee never had: that is the caller's own.
    if (own.some(inSpan(after(scene))))
      explained += Math.max(0, Math.min(onEdge, extra(tallies(scene, own))[kind]));
    else if ((found.get(callee)?.score ?? 0) >= strained) explained += Math.max(0, onEdge);
  }
  return Math.max(0, 1 - explained / total);
}
