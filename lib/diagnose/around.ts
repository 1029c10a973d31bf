import { callees, type Digraph } from "@/lib/graph/digraph";
import { distances } from "@/lib/graph/distances";

/** More services than this around one situation are not looked at; members come first. */
const maxServices = 40;
const maxHops = 5;

/** The members' services, everybody that depends on them, and what any of these calls; nearest first. */
export function around(graph: Digraph, members: readonly string[]): string[] {
  const found = new Set(members);
  for (const m of members) for (const c of callees(graph, m)) found.add(c);
  const above = members.flatMap((m) => [...distances(graph, m, "in", maxHops)]);
  for (const [c] of above.sort((a, b) => a[1] - b[1])) found.add(c);
  for (const [c] of above) for (const d of callees(graph, c)) found.add(d);
  return [...found].slice(0, maxServices);
}
