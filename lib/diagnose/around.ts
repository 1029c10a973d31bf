import { callees, callers, type Digraph } from "@/lib/graph/digraph";
import { distances } from "@/lib/graph/distances";

/** More services than this around one situation are not looked at; members come first. */
const maxServices = 40;
const maxHops = 5;

/** The members' services, what they call, who calls them, and everybody further up, nearest first. */
export function around(graph: Digraph, members: readonly string[]): string[] {
  const found = new Set(members);
  for (const m of members) for (const c of callees(graph, m)) found.add(c);
  for (const m of members) for (const c of callers(graph, m)) found.add(c);
  for (const m of members) for (const c of distances(graph, m, "in", maxHops).keys()) found.add(c);
  return [...found].slice(0, maxServices);
}
