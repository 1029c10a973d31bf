import { criticalPath } from "./prepare-critical";
import { clockSkew } from "./prepare-skew";
import { spanTree, type TreeNode, type TreeSpan } from "./prepare-tree";

/** One row of a waterfall; times in ms from the trace's begin. */
export type WaterfallRow<S extends TreeSpan = TreeSpan> = TreeNode & {
  span: S;
  from: number;
  to: number;
  /** How far it was moved because its clock differs from its caller's, ms */
  shifted: number;
  /** Its own stretches on the critical path */
  critical: readonly { from: number; to: number }[];
  criticalMs: number;
};
export type Waterfall<S extends TreeSpan = TreeSpan> = {
  rows: readonly WaterfallRow<S>[];
  /** Epoch ms of the begin, after clocks were put right */
  start: number;
  durationMs: number;
  /** Spans told twice at the same time in the same place, which are drawn once */
  repeated: number;
  orphans: number;
  shifted: number;
};

/** Everything that a waterfall draws of a trace's spans, which may be skewed, doubled, in a circle or without parents. */
export function prepareWaterfall<S extends TreeSpan>(given: readonly S[]): Waterfall<S> {
  const spans = withoutRepeats(given);
  const nodes = spanTree(spans);
  const shift = clockSkew(spans, nodes);
  const startOf = (i: number) =>
    (spans[(nodes[i] as TreeNode).at] as S).start + (shift[i] as number);
  let start = Number.POSITIVE_INFINITY;
  let end = Number.NEGATIVE_INFINITY;
  for (const [i, node] of nodes.entries()) {
    const from = startOf(i);
    start = Math.min(start, from);
    end = Math.max(end, from + (spans[node.at] as S).duration);
  }
  const timesOf = (i: number) => {
    const from = startOf(i) - start;
    return { from, to: from + (spans[(nodes[i] as TreeNode).at] as S).duration };
  };
  const critical = nodes.map((): { from: number; to: number }[] => []);
  for (const { node, from, to } of criticalPath(nodes, timesOf)) critical[node]?.push({ from, to });
  const rows = nodes.map((node, i): WaterfallRow<S> => {
    const parts = critical[i] as { from: number; to: number }[];
    return {
      ...node,
      ...timesOf(i),
      span: spans[node.at] as S,
      shifted: shift[i] as number,
      critical: parts,
      criticalMs: parts.reduce((sum, p) => sum + p.to - p.from, 0),
    };
  });
  return {
    rows,
    start: nodes.length > 0 ? start : 0,
    durationMs: nodes.length > 0 ? end - start : 0,
    repeated: given.length - spans.length,
    orphans: rows.filter((r) => r.orphan).length,
    shifted: rows.filter((r) => r.shifted !== 0).length,
  };
}

function withoutRepeats<S extends TreeSpan>(spans: readonly S[]): S[] {
  const seen = new Set<string>();
  return spans.filter((s) => {
    const key = `${s.id} ${s.parent} ${s.service} ${s.kind} ${s.start} ${s.duration}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** The rows that are seen while some are collapsed, by their index among all. */
export function visibleRows(
  rows: readonly WaterfallRow[],
  collapsed: ReadonlySet<number>,
): number[] {
  const visible: number[] = [];
  for (let i = 0; i < rows.length; i++) {
    visible.push(i);
    if (collapsed.has(i)) i += (rows[i] as WaterfallRow).below;
  }
  return visible;
}

/** The rows above a row, nearest first. */
export function ancestors(rows: readonly WaterfallRow[], index: number): number[] {
  const up: number[] = [];
  for (let i = rows[index]?.parent ?? -1; i >= 0; i = rows[i]?.parent ?? -1) up.push(i);
  return up;
}

/** Rows whose words hold all words of a search; `wordsOf` gives a span's own. None for an empty search. */
export function findRows<S extends TreeSpan>(
  rows: readonly WaterfallRow<S>[],
  search: string,
  wordsOf: (span: S) => string,
): number[] {
  const wanted = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return [];
  return rows.flatMap((row, i) => {
    const words = wordsOf(row.span).toLowerCase();
    return wanted.every((w) => words.includes(w)) ? [i] : [];
  });
}

/** How much of the critical path each service took, the most first. */
export function criticalShares(
  rows: readonly WaterfallRow[],
): { service: string; ms: number; share: number }[] {
  const of = new Map<string, number>();
  for (const { span, criticalMs } of rows)
    if (criticalMs > 0) of.set(span.service, (of.get(span.service) ?? 0) + criticalMs);
  const total = [...of.values()].reduce((a, b) => a + b, 0);
  return [...of]
    .map(([service, ms]) => ({ service, ms, share: ms / total }))
    .sort((a, b) => b.ms - a.ms || (a.service < b.service ? -1 : 1));
}
