import type { TreeNode } from "./prepare-tree";

/** A stretch of time in which a span held everything up. `node` is its place in the order; ms */
export type CriticalPart = { node: number; from: number; to: number };

/** Starts are known to the millisecond. */
const toleranceMs = 1;

/**
 * The critical path of the first top: the stretches that made the trace as long as it was. Walking back from the end, what
 * held a span up is its child that ended last before then; between children it was the span itself (Zhang et al., "CRISP:
 * Critical Path Analysis of Large-Scale Microservice Architectures", USENIX ATC 2022). What a span does after its parent's
 * end holds nobody up. `timesOf` gives a node's start and end; parts come latest first, without overlap.
 */
export function criticalPath(
  nodes: readonly TreeNode[],
  timesOf: (node: number) => { from: number; to: number },
): CriticalPart[] {
  if (nodes.length === 0) return [];
  const children = childrenOf(nodes);
  const parts: CriticalPart[] = [];
  const open = (node: number, until: number) => ({
    ...{ node, next: 0, from: timesOf(node).from, cursor: until },
    list: latestFirst(children[node], timesOf),
  });
  const stack = [open(0, timesOf(0).to)];
  for (let top = stack.at(-1); top; top = stack.at(-1)) {
    const child = top.list[top.next++];
    if (child === undefined) {
      if (top.cursor > top.from) parts.push({ node: top.node, from: top.from, to: top.cursor });
      stack.pop();
      continue;
    }
    const times = timesOf(child);
    const to = Math.min(times.to, top.cursor);
    // It went on while another already held things up, or after its parent's end.
    if (times.to > top.cursor + toleranceMs || to <= Math.max(times.from, top.from)) continue;
    if (top.cursor > to) parts.push({ node: top.node, from: to, to: top.cursor });
    top.cursor = Math.max(times.from, top.from);
    stack.push(open(child, to));
  }
  return parts;
}

const latestFirst = (
  list: readonly number[] | undefined,
  timesOf: (node: number) => { to: number },
): number[] => [...(list ?? [])].sort((a, b) => timesOf(b).to - timesOf(a).to || b - a);

function childrenOf(nodes: readonly TreeNode[]): number[][] {
  const children = nodes.map((): number[] => []);
  for (const [i, { parent }] of nodes.entries()) children[parent]?.push(i);
  return children;
}
