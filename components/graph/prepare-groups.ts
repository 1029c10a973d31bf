import type { GraphNode, ShownEdge, ShownNode } from "./graph-data";

export type Grouped = {
  nodes: ShownNode[];
  edges: ShownEdge[];
  /** Every group of two and more, by size, with whether it is open */
  groups: { name: string; size: number; open: boolean }[];
};

const prefixShare = 3;
export const groupId = (name: string): string => `group:${name}`;

/**
 * Services drawn by group: one that a person chose, else its namespace; external addresses by domain or kind; where there
 * is neither, by the first word of the name when at least three share it. A group of one is its service. Groups in `open`
 * are drawn as their services.
 */
export function prepareGroups(
  nodes: readonly ShownNode[],
  edges: readonly ShownEdge[],
  open: ReadonlySet<string>,
): Grouped {
  const members = Map.groupBy(nodes, groupNames(nodes));
  const idOf = new Map<string, string>();
  const groups: Grouped["groups"] = [];
  const shown: ShownNode[] = [];
  for (const [name, list] of members) {
    const closed = name !== null && list.length > 1 && !open.has(name);
    if (name !== null && list.length > 1)
      groups.push({ name, size: list.length, open: open.has(name) });
    for (const n of list) idOf.set(n.name, closed ? groupId(name) : n.name);
    if (!closed) shown.push(...list);
    else shown.push(groupNode(name, list, edges));
  }
  groups.sort((a, b) => b.size - a.size || (a.name < b.name ? -1 : 1));
  return { nodes: shown, edges: bundle(edges, idOf), groups };
}

function groupNames(nodes: readonly GraphNode[]): (n: GraphNode) => string | null {
  const word = (n: GraphNode) => /^([^-_.:/@]+)[-_.:/@]/.exec(n.name)?.[1] ?? null;
  const counts = new Map<string, number>();
  for (const n of nodes) {
    const w = n.group === null && !n.external ? word(n) : null;
    if (w !== null) counts.set(w, (counts.get(w) ?? 0) + 1);
  }
  return (n) => {
    if (n.group !== null) return n.group;
    if (n.external) return externalGroup(n.name);
    const w = word(n);
    return w !== null && (counts.get(w) ?? 0) >= prefixShare ? w : null;
  };
}

/** "api.acquirer.example" and "pay.acquirer.example" are *.acquirer.example; databases go by their system. */
export function externalGroup(name: string): string | null {
  const system = /^([^@]+)@/.exec(name)?.[1];
  if (system) return system;
  const host = name.replace(/:\d+$/, "");
  if (/^[\d.]+$/.test(host) || host.includes(":")) return "addresses";
  const labels = host.split(".");
  return labels.length > 2 ? `*.${labels.slice(-2).join(".")}` : null;
}

const badness = { unknown: 0, ok: 1, weak: 2, strong: 3 } as const;

/** A group as one card: what comes in from outside of it, its slowest p95 and its worst health. */
function groupNode(
  name: string,
  list: readonly ShownNode[],
  edges: readonly ShownEdge[],
): ShownNode {
  const names = new Set(list.map((n) => n.name));
  const into = edges.filter((e) => names.has(e.callee) && !names.has(e.caller));
  // Nobody calls its services: it is where requests come in.
  const counted = into.length > 0 ? into : list;
  const calls = counted.reduce((sum, x) => sum + x.calls, 0);
  const most = (key: "p50" | "p95" | "p99") =>
    list.reduce<number | null>((a, n) => (n[key] === null ? a : Math.max(a ?? 0, n[key])), null);
  const worst = list.reduce((a, n) => (badness[n.health] > badness[a.health] ? n : a));
  const changed = list
    .filter((n) => n.changeAt !== null)
    .sort((a, b) => (b.changeAt ?? 0) - (a.changeAt ?? 0))[0];
  const suspect = list.flatMap((n) => n.suspect ?? []).sort((a, b) => a.rank - b.rank)[0];
  const orders = list.flatMap((n) => n.order ?? []);
  const status = list.every((n) => n.status === list[0]?.status) ? list[0]?.status : "changed";
  return {
    name: groupId(name),
    title: name,
    members: [...names],
    external: list.every((n) => n.external),
    calls,
    rate: counted.reduce((sum, x) => sum + (x.rate ?? 0), 0),
    errorShare:
      calls > 0 ? counted.reduce((sum, x) => sum + x.calls * (x.errorShare ?? 0), 0) / calls : null,
    p50: most("p50"),
    p95: most("p95"),
    p99: most("p99"),
    health: worst.health,
    objective: { errors: null, p95Ms: null, errorsFrom: "none", p95From: "none" },
    missed: worst.missed,
    anomalies: list.flatMap((n) => n.anomalies),
    group: name,
    tags: {},
    version: null,
    versions: 0,
    change: changed?.change ?? null,
    changeAt: changed?.changeAt ?? null,
    suspect: suspect ?? null,
    order: orders.length > 0 ? Math.min(...orders) : null,
    ...(status && { status }),
  };
}

/** Calls between what is drawn: those inside one group go, those between two are one line of the slowest p95. */
function bundle(edges: readonly ShownEdge[], idOf: ReadonlyMap<string, string>): ShownEdge[] {
  const lines = new Map<string, ShownEdge>();
  for (const e of edges) {
    const caller = idOf.get(e.caller);
    const callee = idOf.get(e.callee);
    if (caller === undefined || callee === undefined || caller === callee) continue;
    const key = `${caller}\t${callee}`;
    const old = lines.get(key);
    if (!old) {
      lines.set(key, { ...e, caller, callee });
      continue;
    }
    const calls = old.calls + e.calls;
    const larger = (a: number | null, b: number | null) =>
      a === null ? b : b === null ? a : Math.max(a, b);
    const status = old.status === e.status ? e.status : "changed";
    lines.set(key, {
      ...old,
      calls,
      errors: old.errors + e.errors,
      rate: old.rate + e.rate,
      errorShare: calls > 0 ? (old.errors + e.errors) / calls : 0,
      p50: larger(old.p50, e.p50),
      p95: larger(old.p95, e.p95),
      p99: larger(old.p99, e.p99),
      lastAt: larger(old.lastAt, e.lastAt),
      stale: old.stale && e.stale,
      health: badness[e.health] > badness[old.health] ? e.health : old.health,
      missed: [...old.missed, ...e.missed],
      bundles: (old.bundles ?? 1) + 1,
      ...(status && { status }),
      ...(e.says && { says: [...(old.says ?? []), ...e.says] }),
    });
  }
  return [...lines.values()];
}
