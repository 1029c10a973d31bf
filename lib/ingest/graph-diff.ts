import { twoProportions } from "../math/two-proportions";
import type { GraphSnapshotBody } from "./model";

export type SnapshotEdge = GraphSnapshotBody["edges"][number];
/** A graph and how long it was watched, ms: calls of different lengths are compared as rates. */
export type WatchedGraph = GraphSnapshotBody & { spanMs: number };
export type EdgeChange = { signal: "rate" | "errors" | "p95"; before: number; after: number };
export type DiffedEdge = {
  caller: string;
  callee: string;
  status: "added" | "removed" | "changed" | "same";
  /** What changed, in its unit: calls per second, share 0–1, ms */
  changes: EdgeChange[];
  before: EdgeFigures | null;
  after: EdgeFigures | null;
};
type EdgeFigures = { rate: number; errorShare: number; p95: number | null };
export type GraphDiff = {
  nodes: { name: string; external: boolean; status: "added" | "removed" | "same" }[];
  edges: DiffedEdge[];
};

/** Three standard errors: among 300 edges by chance less than one. */
const sureZ = 3;
const rateFactor = 1.5;
const p95Factor = 1.5;
const leastErrorStep = 0.005;
const enoughCalls = 50;
const key = (e: { caller: string; callee: string }) => `${e.caller}\t${e.callee}`;

/**
 * Two graphs side by side. An edge has changed when its rate or its p95 is 1.5 times the other, or its failed share half a
 * point apart, and that is more than the chance of its number of calls.
 */
export function diffGraphs(before: WatchedGraph, after: WatchedGraph): GraphDiff {
  const old = new Map(before.edges.map((e) => [key(e), e]));
  const now = new Map(after.edges.map((e) => [key(e), e]));
  const keys = [...new Set([...old.keys(), ...now.keys()])].sort();
  const oldNodes = new Map(before.nodes.map((n) => [n.name, n]));
  const nowNodes = new Map(after.nodes.map((n) => [n.name, n]));
  const names = [...new Set([...oldNodes.keys(), ...nowNodes.keys()])].sort();
  return {
    nodes: names.map((name) => ({
      name,
      external: (nowNodes.get(name) ?? oldNodes.get(name))?.external ?? false,
      status: !oldNodes.has(name) ? "added" : !nowNodes.has(name) ? "removed" : "same",
    })),
    edges: keys.map((k) => {
      const a = old.get(k);
      const b = now.get(k);
      const { caller, callee } = (a ?? b) as SnapshotEdge;
      const changes = a && b ? changesOf(a, before.spanMs, b, after.spanMs) : [];
      return {
        caller,
        callee,
        status: !a ? "added" : !b ? "removed" : changes.length > 0 ? "changed" : "same",
        changes,
        before: a ? figures(a, before.spanMs) : null,
        after: b ? figures(b, after.spanMs) : null,
      };
    }),
  };
}

const figures = (e: SnapshotEdge, spanMs: number): EdgeFigures => ({
  rate: spanMs > 0 ? (1000 * e.calls) / spanMs : 0,
  errorShare: e.calls > 0 ? e.errors / e.calls : 0,
  p95: e.p95,
});

function changesOf(a: SnapshotEdge, aMs: number, b: SnapshotEdge, bMs: number): EdgeChange[] {
  const changes: EdgeChange[] = [];
  const x = figures(a, aMs);
  const y = figures(b, bMs);
  const apart = (p: number, q: number, factor: number) =>
    Math.max(p, q) >= factor * Math.min(p, q) && p !== q;
  if (apart(x.rate, y.rate, rateFactor) && Math.abs(rateZ(a.calls, aMs, b.calls, bMs)) >= sureZ)
    changes.push({ signal: "rate", before: x.rate, after: y.rate });
  if (
    Math.abs(x.errorShare - y.errorShare) >= leastErrorStep &&
    Math.abs(twoProportions(b.errors, b.calls, a.errors, a.calls)) >= sureZ
  )
    changes.push({ signal: "errors", before: x.errorShare, after: y.errorShare });
  if (
    x.p95 !== null &&
    y.p95 !== null &&
    Math.min(a.calls, b.calls) >= enoughCalls &&
    apart(x.p95, y.p95, p95Factor)
  )
    changes.push({ signal: "p95", before: x.p95, after: y.p95 });
  return changes;
}

/** Standard errors between two Poisson rates, with the variance that both would have if they were one. */
function rateZ(n: number, nMs: number, m: number, mMs: number): number {
  const all = nMs + mMs;
  if (all <= 0 || n + m === 0) return 0;
  const p = nMs / all;
  return (n - (n + m) * p) / Math.sqrt((n + m) * p * (1 - p));
}
