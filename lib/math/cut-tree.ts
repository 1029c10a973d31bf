import { nextRandom, uniform } from "./random";

/**
 * One random cut tree (Guha, Mishra, Roy, Schrijvers, "Robust random cut forest", ICML 2016) over a sample of points
 * that favours recent ones, in plain arrays. Node ids: 0 … S−1 are cuts, S … 2S−1 leaves.
 */
export type CutTree = {
  seed: number;
  root: number;
  /** Free cuts and leaves, as stacks */
  freeCuts: number[];
  freeLeaves: number[];
  left: number[];
  right: number[];
  parent: number[];
  /** Dimension and place of a cut */
  dim: number[];
  at: number[];
  /** Points below a node, its own copies for a leaf */
  mass: number[];
  /** Lower and upper corner per cut, D numbers each */
  low: number[];
  high: number[];
  /** A leaf's point, D numbers each */
  point: number[];
  /** Max-heap of the sample: weight and leaf of each */
  weight: number[];
  leafOf: number[];
};

const filled = (n: number, value = 0) => new Array<number>(n).fill(value);

export const newCutTree = (sample: number, dims: number, seed: number): CutTree => ({
  seed,
  root: -1,
  freeCuts: Array.from({ length: sample }, (_, i) => sample - 1 - i),
  freeLeaves: Array.from({ length: sample }, (_, i) => 2 * sample - 1 - i),
  left: filled(sample),
  right: filled(sample),
  parent: filled(2 * sample, -1),
  dim: filled(sample),
  at: filled(sample, 0.5),
  mass: filled(2 * sample),
  low: filled(sample * dims, 0.5),
  high: filled(sample * dims, 0.5),
  point: filled(sample * dims, 0.5),
  weight: [],
  leafOf: [],
});

function random(tree: CutTree): number {
  tree.seed = nextRandom(tree.seed);
  return uniform(tree.seed);
}

/**
 * The anomaly score of a point: expected inverse depth at which it would be cut off, times log₂ of the tree's mass.
 * About 0.8 for an ordinary point, above 1.5 for an odd one.
 */
export function cutScore(tree: CutTree, x: Float64Array, sample: number): number {
  const dims = x.length;
  let node = tree.root;
  if (node < 0) return 0;
  const all = tree.mass[node] as number;
  let keep = 1;
  let score = 0;
  let depth = 0;
  while (node < sample) {
    const base = node * dims;
    let inside = 0;
    let outside = 0;
    for (let d = 0; d < dims; d++) {
      const low = tree.low[base + d] as number;
      const high = tree.high[base + d] as number;
      const v = x[d] as number;
      inside += high - low;
      if (v < low) outside += low - v;
      else if (v > high) outside += v - high;
    }
    if (outside > 0) {
      const q = outside / (inside + outside);
      score += (keep * q) / (depth + 1);
      keep *= 1 - q;
      if (keep < 1e-4) return score * Math.log2(all + 1);
    }
    node = (
      (x[tree.dim[node] as number] as number) <= (tree.at[node] as number)
        ? tree.left[node]
        : tree.right[node]
    ) as number;
    depth++;
  }
  const mass = tree.mass[node] as number;
  score += samePoint(tree, node - sample, x)
    ? (keep * (1 - mass / (2 * all))) / (depth + Math.log2(mass + 1))
    : keep / (depth + 1);
  return score * Math.log2(all + 1);
}

function samePoint(tree: CutTree, leaf: number, x: Float64Array): boolean {
  for (let d = 0; d < x.length; d++) if (tree.point[leaf * x.length + d] !== x[d]) return false;
  return true;
}

/**
 * Offers the n-th point to the tree's sample of `sample` points: kept with the probability of a reservoir whose weights
 * decay by e^(−decay·age) (Efraimidis and Spirakis 2006); the point that goes is taken out of the tree.
 */
export function offer(
  tree: CutTree,
  x: Float64Array,
  n: number,
  sample: number,
  decay: number,
): void {
  const weight = Math.log(-Math.log(Math.max(random(tree), 1e-300))) - decay * n;
  const size = tree.weight.length;
  if (size < sample) {
    tree.weight.push(weight);
    tree.leafOf.push(insert(tree, x, sample));
    rise(tree, size);
    return;
  }
  if (weight >= (tree.weight[0] as number)) return;
  remove(tree, tree.leafOf[0] as number, sample, x.length);
  tree.weight[0] = weight;
  tree.leafOf[0] = insert(tree, x, sample);
  sink(tree);
}

function swap(tree: CutTree, a: number, b: number): void {
  const weight = tree.weight[a] as number;
  const leaf = tree.leafOf[a] as number;
  tree.weight[a] = tree.weight[b] as number;
  tree.leafOf[a] = tree.leafOf[b] as number;
  tree.weight[b] = weight;
  tree.leafOf[b] = leaf;
}

function rise(tree: CutTree, from: number): void {
  for (let i = from; i > 0; ) {
    const up = (i - 1) >> 1;
    if ((tree.weight[up] as number) >= (tree.weight[i] as number)) return;
    swap(tree, up, i);
    i = up;
  }
}

function sink(tree: CutTree): void {
  const size = tree.weight.length;
  for (let i = 0; ; ) {
    let top = i;
    for (const child of [2 * i + 1, 2 * i + 2])
      if (child < size && (tree.weight[child] as number) > (tree.weight[top] as number))
        top = child;
    if (top === i) return;
    swap(tree, top, i);
    i = top;
  }
}

/** Puts a point into the tree and returns its leaf. Boxes grow on the way down until a cut separates the point. */
function insert(tree: CutTree, x: Float64Array, sample: number): number {
  const dims = x.length;
  if (tree.root < 0) {
    tree.root = newLeaf(tree, x, sample, -1);
    return tree.root;
  }
  let node = tree.root;
  for (;;) {
    const isLeaf = node >= sample;
    if (isLeaf && samePoint(tree, node - sample, x)) {
      tree.mass[node] = (tree.mass[node] as number) + 1;
      return node;
    }
    const lows = isLeaf ? tree.point : tree.low;
    const highs = isLeaf ? tree.point : tree.high;
    const base = (isLeaf ? node - sample : node) * dims;
    let sides = 0;
    let outside = 0;
    for (let d = 0; d < dims; d++) {
      const low = lows[base + d] as number;
      const high = highs[base + d] as number;
      const v = x[d] as number;
      sides += (v > high ? v : high) - (v < low ? v : low);
      if (v < low) outside += low - v;
      else if (v > high) outside += v - high;
    }
    if (outside > 0) {
      // Only a cut through the part that the box had to grow by separates the point from it.
      let c = random(tree) * sides;
      let dim = dims - 1;
      let at = 0;
      for (let d = 0; d < dims; d++) {
        const v = x[d] as number;
        const from = Math.min(lows[base + d] as number, v);
        const side = Math.max(highs[base + d] as number, v) - from;
        at = from + Math.min(c, side);
        if (c < side) {
          dim = d;
          break;
        }
        c -= side;
      }
      const v = x[dim] as number;
      const low = lows[base + dim] as number;
      const high = highs[base + dim] as number;
      if (v <= at && at < low) return split(tree, node, dim, at, x, true, sample);
      if (high <= at && at < v) return split(tree, node, dim, at, x, false, sample);
      if (isLeaf) {
        // Rounding put the cut on an edge: cut halfway in the dimension that is farthest apart
        let far = 0;
        for (let d = 1; d < dims; d++)
          if (
            Math.abs((x[d] as number) - (lows[base + d] as number)) >
            Math.abs((x[far] as number) - (lows[base + far] as number))
          )
            far = d;
        const mine = x[far] as number;
        const other = lows[base + far] as number;
        return split(tree, node, far, Math.min(mine, other), x, mine < other, sample);
      }
      for (let d = 0; d < dims; d++) {
        const w = x[d] as number;
        if (w < (tree.low[base + d] as number)) tree.low[base + d] = w;
        if (w > (tree.high[base + d] as number)) tree.high[base + d] = w;
      }
    }
    tree.mass[node] = (tree.mass[node] as number) + 1;
    node = (
      (x[tree.dim[node] as number] as number) <= (tree.at[node] as number)
        ? tree.left[node]
        : tree.right[node]
    ) as number;
  }
}

function newLeaf(tree: CutTree, x: Float64Array, sample: number, parent: number): number {
  const leaf = tree.freeLeaves.pop() as number;
  tree.mass[leaf] = 1;
  tree.parent[leaf] = parent;
  for (let d = 0; d < x.length; d++) tree.point[(leaf - sample) * x.length + d] = x[d] as number;
  return leaf;
}

/** Makes a cut above `node` with the new point on one side; returns the point's leaf. */
function split(
  tree: CutTree,
  node: number,
  dim: number,
  at: number,
  x: Float64Array,
  pointLeft: boolean,
  sample: number,
): number {
  const dims = x.length;
  const cut = tree.freeCuts.pop() as number;
  const parent = tree.parent[node] as number;
  const leaf = newLeaf(tree, x, sample, cut);
  tree.dim[cut] = dim;
  tree.at[cut] = at;
  tree.left[cut] = pointLeft ? leaf : node;
  tree.right[cut] = pointLeft ? node : leaf;
  tree.mass[cut] = (tree.mass[node] as number) + 1;
  tree.parent[cut] = parent;
  tree.parent[node] = cut;
  const isLeaf = node >= sample;
  const base = (isLeaf ? node - sample : node) * dims;
  for (let d = 0; d < dims; d++) {
    const v = x[d] as number;
    const low = (isLeaf ? tree.point : tree.low)[base + d] as number;
    const high = (isLeaf ? tree.point : tree.high)[base + d] as number;
    tree.low[cut * dims + d] = v < low ? v : low;
    tree.high[cut * dims + d] = v > high ? v : high;
  }
  if (parent < 0) tree.root = cut;
  else if (tree.left[parent] === node) tree.left[parent] = cut;
  else tree.right[parent] = cut;
  return leaf;
}

/** Takes one copy of a leaf's point out; boxes above shrink as long as the point touched them. */
function remove(tree: CutTree, leaf: number, sample: number, dims: number): void {
  const last = tree.mass[leaf] === 1;
  let node = tree.parent[leaf] as number;
  if (!last) tree.mass[leaf] = (tree.mass[leaf] as number) - 1;
  else {
    tree.freeLeaves.push(leaf);
    if (node < 0) {
      tree.root = -1;
      return;
    }
    const sibling = (tree.left[node] === leaf ? tree.right[node] : tree.left[node]) as number;
    const above = tree.parent[node] as number;
    tree.parent[sibling] = above;
    if (above < 0) tree.root = sibling;
    else if (tree.left[above] === node) tree.left[above] = sibling;
    else tree.right[above] = sibling;
    tree.freeCuts.push(node);
    node = above;
  }
  let shrink = last;
  for (; node >= 0; node = tree.parent[node] as number) {
    tree.mass[node] = (tree.mass[node] as number) - 1;
    if (shrink) shrink = refit(tree, node, leaf, sample, dims);
  }
}

/** Recomputes a cut's box from its children; false when the point that left did not touch it. */
function refit(tree: CutTree, node: number, leaf: number, sample: number, dims: number): boolean {
  const base = node * dims;
  const gone = (leaf - sample) * dims;
  let touched = false;
  for (let d = 0; d < dims; d++) {
    const v = tree.point[gone + d] as number;
    if (v === tree.low[base + d] || v === tree.high[base + d]) {
      touched = true;
      break;
    }
  }
  if (!touched) return false;
  const a = tree.left[node] as number;
  const b = tree.right[node] as number;
  const aAt = (a >= sample ? a - sample : a) * dims;
  const bAt = (b >= sample ? b - sample : b) * dims;
  const aLow = a >= sample ? tree.point : tree.low;
  const aHigh = a >= sample ? tree.point : tree.high;
  const bLow = b >= sample ? tree.point : tree.low;
  const bHigh = b >= sample ? tree.point : tree.high;
  for (let d = 0; d < dims; d++) {
    tree.low[base + d] = Math.min(aLow[aAt + d] as number, bLow[bAt + d] as number);
    tree.high[base + d] = Math.max(aHigh[aAt + d] as number, bHigh[bAt + d] as number);
  }
  return true;
}
