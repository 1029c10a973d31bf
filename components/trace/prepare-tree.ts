/** What the order of spans depends on; times in ms. */
export type TreeSpan = {
  id: string;
  parent: string | null;
  service: string;
  instance: string;
  /** OTLP's span kind: 2 server, 3 client, 4 producer, 5 consumer */
  kind: number;
  start: number;
  duration: number;
  error: boolean;
};

/** A span in its place. `at` is its index in the list given: the one name that is surely its own. */
export type TreeNode = {
  at: number;
  /** Index of its parent's node in the same order, −1 at the top */
  parent: number;
  depth: number;
  /** Nodes below it, all levels: those are the next `below` in order */
  below: number;
  children: number;
  /** It names a parent that is not here */
  orphan: boolean;
  /** Another span has the same id */
  duplicate: boolean;
  /** Failed spans below it */
  errorsBelow: number;
};

/**
 * Spans in the order in which a waterfall draws them: each before its children, children and tops by time, tops without their parents last. Nothing is left
 * out: a span whose parent has not arrived stands at the top; of spans that lead to each other in a circle the earliest is
 * the top; of several spans with one id the children belong to the one of another service that they fit into, else to the
 * first. Linear but for sorting, and without recursion, so that a chain of 10,000 spans is no trouble.
 */
export function spanTree(spans: readonly TreeSpan[]): TreeNode[] {
  const byId = new Map<string, number[]>();
  for (const [i, { id }] of spans.entries()) {
    const same = byId.get(id);
    if (same) same.push(i);
    else byId.set(id, [i]);
  }
  const parentOf = spans.map((s, i) => parentIndex(spans, byId, s, i));
  breakCircles(spans, parentOf);
  const children = spans.map((): number[] => []);
  const tops: number[] = [];
  for (const [i, p] of parentOf.entries()) (p < 0 ? tops : (children[p] as number[])).push(i);
  const byTime = (a: number, b: number) =>
    (spans[a] as TreeSpan).start - (spans[b] as TreeSpan).start || a - b;
  // What began it all comes before what has lost its parent, whatever their clocks say.
  const isOrphan = (i: number) => Number((spans[i] as TreeSpan).parent !== null);
  tops.sort((a, b) => isOrphan(a) - isOrphan(b) || byTime(a, b));
  for (const list of children) list.sort(byTime);

  const order: TreeNode[] = [];
  const stack = tops.toReversed().map((at) => ({ at, parent: -1, depth: 0 }));
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { at, parent, depth } = next;
    const span = spans[at] as TreeSpan;
    const own = children[at] as number[];
    const here = order.length;
    order.push({
      ...{ at, parent, depth, below: 0, children: own.length, errorsBelow: 0 },
      orphan: parent < 0 && span.parent !== null,
      duplicate: (byId.get(span.id)?.length ?? 0) > 1,
    });
    for (const child of own.toReversed()) stack.push({ at: child, parent: here, depth: depth + 1 });
  }
  for (let i = order.length - 1; i >= 0; i--) {
    const node = order[i] as TreeNode;
    const up = order[node.parent];
    if (!up) continue;
    up.below += node.below + 1;
    up.errorsBelow += node.errorsBelow + ((spans[node.at] as TreeSpan).error ? 1 : 0);
  }
  return order;
}

function parentIndex(
  spans: readonly TreeSpan[],
  byId: ReadonlyMap<string, number[]>,
  span: TreeSpan,
  own: number,
): number {
  const candidates = (span.parent === null ? undefined : byId.get(span.parent)) ?? [];
  const others = candidates.filter((i) => i !== own);
  const holds = (i: number) => {
    const p = spans[i] as TreeSpan;
    return p.start <= span.start && span.start <= p.start + p.duration;
  };
  return others.length < 2 ? (others[0] ?? -1) : (others.find(holds) ?? others[0] ?? -1);
}

/** Cuts every circle at its earliest span. */
function breakCircles(spans: readonly TreeSpan[], parentOf: number[]): void {
  // 0: not looked at, n: seen on walk n
  const seen = new Int32Array(spans.length);
  for (let i = 0; i < spans.length; i++) {
    let at = i;
    while (at >= 0 && seen[at] === 0) {
      seen[at] = i + 1;
      at = parentOf[at] as number;
    }
    if (at < 0 || seen[at] !== i + 1) continue;
    let earliest = at;
    for (let k = parentOf[at] as number; k !== at; k = parentOf[k] as number)
      if ((spans[k] as TreeSpan).start < (spans[earliest] as TreeSpan).start) earliest = k;
    parentOf[earliest] = -1;
  }
}
