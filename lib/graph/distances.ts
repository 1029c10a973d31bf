import type { Digraph } from "./digraph";

/**
 * Steps from `start` to every node that it reaches within `max` steps, itself at 0, by breadth-first search.
 * Along `out` these are what it depends on, along `in` who depends on it.
 */
export function distances(
  g: Digraph,
  start: string,
  along: "out" | "in",
  max = Number.POSITIVE_INFINITY,
): Map<string, number> {
  const seen = new Map([[start, 0]]);
  let front = [start];
  for (let d = 1; d <= max && front.length > 0; d++) {
    const next: string[] = [];
    for (const node of front)
      for (const neighbour of g[along].get(node)?.keys() ?? [])
        if (!seen.has(neighbour)) {
          seen.set(neighbour, d);
          next.push(neighbour);
        }
    front = next;
  }
  return seen;
}
