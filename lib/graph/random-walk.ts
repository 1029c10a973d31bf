import { callees, callers, type Digraph } from "./digraph";

/**
 * Random walk with restart from `start` towards what is most anomalous, as MicroRCA and MonitorRank do.
 * From u the walk goes to a callee c in proportion to its weight w(c), stays in proportion to how much u exceeds its
 * worst callee, and goes back to a caller with a share `backward` of that caller's weight; with probability `restart`
 * it jumps to `start`. Returns the stationary share of time at each node (they add up to 1).
 * Power iteration: O(iterations × edges).
 */
export function randomWalk(
  g: Digraph,
  start: string,
  weight: (node: string) => number,
  { restart = 0.1, backward = 0.1, iterations = 60 } = {},
): Map<string, number> {
  const nodes = new Set([...g.nodes, start]);
  const steps = new Map<string, [string, number][]>();
  for (const u of nodes) {
    const down = callees(g, u);
    const worst = Math.max(0, ...down.map(weight));
    const row: [string, number][] = [
      ...down.map((c): [string, number] => [c, weight(c)]),
      ...callers(g, u).map((p): [string, number] => [p, backward * weight(p)]),
      [u, Math.max(0, weight(u) - worst)],
    ];
    const total = row.reduce((sum, [, w]) => sum + w, 0);
    steps.set(u, total > 0 ? row.map(([v, w]) => [v, w / total]) : [[start, 1]]);
  }
  let mass = new Map([[start, 1]]);
  for (let i = 0; i < iterations; i++) {
    const next = new Map<string, number>([[start, restart]]);
    for (const [u, m] of mass)
      for (const [v, p] of steps.get(u) ?? [])
        next.set(v, (next.get(v) ?? 0) + (1 - restart) * m * p);
    mass = next;
  }
  return mass;
}
