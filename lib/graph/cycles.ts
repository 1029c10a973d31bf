import { callees, type Digraph } from "./digraph";

/**
 * Services that call each other in a circle: the strongly connected components of two and more, each sorted, the largest
 * first (Tarjan, SIAM J. Comput. 1972). Without recursion, so that a long chain of calls does not end the stack.
 */
export function cycles(g: Digraph): string[][] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const path: string[] = [];
  const onPath = new Set<string>();
  const found: string[][] = [];
  for (const root of g.nodes) {
    if (index.has(root)) continue;
    const work = [enter(root)];
    while (work.length > 0) {
      const frame = work[work.length - 1] as ReturnType<typeof enter>;
      const next = frame.rest.pop();
      if (next === undefined) {
        work.pop();
        leave(frame.node, work.at(-1)?.node);
      } else if (!index.has(next)) work.push(enter(next));
      else if (onPath.has(next)) lower(frame.node, index.get(next) as number);
    }
  }
  return found.sort((a, b) => b.length - a.length || ((a[0] ?? "") < (b[0] ?? "") ? -1 : 1));

  function enter(node: string) {
    index.set(node, index.size);
    low.set(node, index.get(node) as number);
    path.push(node);
    onPath.add(node);
    return { node, rest: [...callees(g, node)] };
  }
  function lower(node: string, to: number): void {
    low.set(node, Math.min(low.get(node) as number, to));
  }
  function leave(node: string, parent: string | undefined): void {
    if (low.get(node) === index.get(node)) {
      const members = path.splice(path.indexOf(node));
      for (const m of members) onPath.delete(m);
      if (members.length > 1) found.push(members.sort());
    }
    if (parent !== undefined) lower(parent, low.get(node) as number);
  }
}
