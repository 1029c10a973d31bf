import { expect, test } from "vitest";
import { type CutTree, cutScore, newCutTree, offer } from "./cut-tree";
import { nextRandom, uniform } from "./random";

const sample = 64;
const dims = 3;

/** Checks a subtree and returns its mass and box. */
function check(
  tree: CutTree,
  node: number,
  parent: number,
): { mass: number; low: number[]; high: number[] } {
  expect(tree.parent[node]).toBe(parent);
  if (node >= sample) {
    const at = (node - sample) * dims;
    const point = tree.point.slice(at, at + dims);
    return { mass: tree.mass[node] as number, low: point, high: point };
  }
  const a = check(tree, tree.left[node] as number, node);
  const b = check(tree, tree.right[node] as number, node);
  const dim = tree.dim[node] as number;
  expect(a.high[dim]).toBeLessThanOrEqual(tree.at[node] as number);
  expect(b.low[dim]).toBeGreaterThan(tree.at[node] as number);
  expect(tree.mass[node]).toBe(a.mass + b.mass);
  const low = a.low.map((v, d) => Math.min(v, b.low[d] as number));
  const high = a.high.map((v, d) => Math.max(v, b.high[d] as number));
  expect(tree.low.slice(node * dims, node * dims + dims)).toEqual(low);
  expect(tree.high.slice(node * dims, node * dims + dims)).toEqual(high);
  return { mass: a.mass + b.mass, low, high };
}

test("cuts part their children, boxes and masses add up, through two thousand points with repeats", () => {
  const tree = newCutTree(sample, dims, 1);
  let seed = 5;
  const x = new Float64Array(dims);
  for (let n = 1; n <= 2000; n++) {
    for (let d = 0; d < dims; d++) {
      seed = nextRandom(seed);
      x[d] = Math.floor(uniform(seed) * 6);
    }
    offer(tree, x, n, sample, 0.01);
    if (n % 100 === 0) expect(check(tree, tree.root, -1).mass).toBe(sample);
  }
  const odd = cutScore(tree, Float64Array.of(50, 50, 50), sample);
  expect(odd).toBeGreaterThan(1.8 * cutScore(tree, Float64Array.of(3, 3, 3), sample));
});
