/**
 * The one of `nodes` that none of the others reaches, where `below` gives the distances from a node to what it depends
 * on; among several the one that reaches most of the others. Null without nodes.
 */
export function topmost(
  nodes: readonly string[],
  below: (node: string) => ReadonlyMap<string, number>,
): string | null {
  const reach = (s: string) => nodes.filter((t) => t !== s && below(s).has(t)).length;
  const tops = nodes.filter(
    (s) => !nodes.some((t) => t !== s && below(t).has(s) && !below(s).has(t)),
  );
  return [...tops].sort((a, b) => reach(b) - reach(a) || (a < b ? -1 : 1))[0] ?? nodes[0] ?? null;
}
