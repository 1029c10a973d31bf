type Edge = { caller: string; callee: string };

function neighbours(edges: readonly Edge[], from: keyof Edge, to: keyof Edge) {
  const map = new Map<string, string[]>();
  for (const e of edges) {
    const list = map.get(e[from]) ?? [];
    map.set(e[from], list);
    list.push(e[to]);
  }
  return map;
}

function follow(next: ReadonlyMap<string, readonly string[]>, start: string, hops: number) {
  const seen = new Set([start]);
  let rim = [start];
  for (let i = 0; i < hops && rim.length > 0; i++) {
    rim = rim.flatMap((n) => next.get(n) ?? []).filter((n) => !seen.has(n) && seen.add(n));
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
    ...follow(neighbours(edges, "callee", "caller"), service, hops),
    ...follow(neighbours(edges, "caller", "callee"), service, hops),
  ]);
}

/**
 * The card that an arrow key leads to: the nearest within 60° of its direction, what lies aside counting double. Null where
 * there is none.
 */
export function nextCard(
  positions: Readonly<Record<string, { x: number; y: number }>>,
  from: string,
  way: "left" | "right" | "up" | "down",
): string | null {
  const at = positions[from];
  if (!at) return null;
  const sign = way === "left" || way === "up" ? -1 : 1;
  const level = way === "left" || way === "right";
  let best: string | null = null;
  let bestCost = Number.POSITIVE_INFINITY;
  for (const [name, p] of Object.entries(positions)) {
    const ahead = sign * (level ? p.x - at.x : p.y - at.y);
    const aside = Math.abs(level ? p.y - at.y : p.x - at.x);
    if (name === from || ahead <= 0 || aside > Math.sqrt(3) * ahead) continue;
    const cost = ahead + 2 * aside;
    if (cost < bestCost) [best, bestCost] = [name, cost];
  }
  return best;
}
