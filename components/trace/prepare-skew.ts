import type { TreeNode, TreeSpan } from "./prepare-tree";

const server = 2;
const producer = 4;
/** Starts are known to the millisecond. */
const toleranceMs = 1;

/**
 * How far each span must be moved so that no callee begins before its caller, ms, in the order of `nodes`. Clocks of two
 * machines differ; of one process they do not, so only where a call enters another instance a shift is judged, and all
 * that this instance did there moves along. A callee that does not lie within its caller is put in its middle, because the
 * way there and back are taken to be as long (Jaeger's clock skew adjuster does the same); one that takes longer than its
 * caller waited, or that was told by a message and may rightly come later, is only kept from beginning before it.
 */
export function clockSkew(spans: readonly TreeSpan[], nodes: readonly TreeNode[]): Float64Array {
  const shift = new Float64Array(nodes.length);
  for (const [i, node] of nodes.entries()) {
    const up = nodes[node.parent];
    if (!up) continue;
    const span = spans[node.at] as TreeSpan;
    const parent = spans[up.at] as TreeSpan;
    const moved = shift[node.parent] as number;
    if (span.instance === parent.instance && span.service === parent.service) {
      shift[i] = moved;
      continue;
    }
    const from = parent.start + moved;
    shift[i] = skewOf(span, { ...parent, start: from });
  }
  return shift;
}

function skewOf(span: TreeSpan, parent: TreeSpan): number {
  const early = parent.start - span.start;
  const late = span.start + span.duration - (parent.start + parent.duration);
  const waits = span.kind === server && parent.kind !== producer;
  if (!waits || span.duration > parent.duration + toleranceMs)
    return early > toleranceMs ? early : 0;
  if (early <= toleranceMs && late <= toleranceMs) return 0;
  return early + (parent.duration - span.duration) / 2;
}
