import type { Digraph } from "@/lib/graph/digraph";

/**
 * One node as rankers see it: how far it left the usual, what share of that is its own, and when (null: unknown). Where
 * windows are at hand also what came on top of the usual over all its requests, and the correlation with the entry's trouble;
 * where traces or resources are, how unusual what it does itself is; where there is a past, how rare its signals are.
 */
export type RankNode = {
  score: number;
  own: number;
  onset: number | null;
  extra?: number;
  follows?: number;
  direct?: number;
  /** What it does, in words */
  does?: string;
  /** How much its signals say, in nats */
  tells?: number;
};

/** What a ranker may look at. `entry` is the node whose trouble is being explained. */
export type RankView = {
  graph: Digraph;
  entry: string;
  nodes: ReadonlyMap<string, RankNode>;
};

/**
 * One way to order nodes by how likely they are the cause. Pure; higher is likelier; nodes that it leaves out rank last, and
 * when it leaves out all, because what it needs is not known, it has no say.
 */
export type Ranker = {
  name: string;
  title: string;
  /** How many times its place counts; 1 when absent */
  weight?: number;
  rank(view: RankView): Map<string, number>;
  /** One sentence on why a node has its place */
  says(view: RankView, node: string, value: number, place: number): string;
};

export const defineRanker = (r: Ranker): Ranker => r;

export const scoreOf = (view: RankView, node: string): number =>
  Math.log1p(Math.max(0, view.nodes.get(node)?.score ?? 0));
