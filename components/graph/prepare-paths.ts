type Edge = { caller: string; callee: string };

function follow(
  edges: readonly Edge[],
  start: string,
  from: keyof Edge,
  to: keyof Edge,
  hops: number,
) {
  const seen = new Set([start]);
  let edge = [start];
  for (let i = 0; i < hops && edge.length > 0; i++) {
    const next = edges.filter((e) => edge.includes(e[from]) && !seen.has(e[to])).map((e) => e[to]);
    for (const n of next) seen.add(n);
    edge = next;
  }
  return seen;
}

/** A service with everything that calls it and everything it calls, directly or not, at most `hops` away. */
export function pathsThrough(
  edges: readonly Edge[],
  service: string,
  hops = Number.POSITIVE_INFINITY,
): ReadonlySet<string> {
  return new Set([
    ...follow(edges, service, "callee", "caller", hops),
    ...follow(edges, service, "caller", "callee", hops),
  ]);
}
