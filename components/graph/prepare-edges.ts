import {
  cardWidth,
  type DiffStatus,
  type GraphNode,
  heightOf,
  type Point,
  type Positions,
  type ShownEdge,
  type ShownNode,
} from "./graph-data";

export type EdgeTone = "strong" | "weak" | "calm";

export type PreparedEdge = {
  id: string;
  caller: string;
  callee: string;
  /** px, by the logarithm of the rate: 1 at one call a second, 4 at a thousand */
  width: number;
  tone: EdgeTone;
  stale: boolean;
  status: DiffStatus | null;
  /** Where it leaves and arrives, from the centres of its nodes */
  leaves: Point;
  arrives: Point;
  /** Two control points of an S from left to right, as share along the straight line and px beside it */
  weights: [number, number];
  distances: [number, number];
};

export const edgeId = (e: { caller: string; callee: string }): string => `${e.caller}→${e.callee}`;

/** 1–5 px: an edge of ten times the calls is 1.2 px wider. */
export const edgeWidth = (rate: number): number =>
  Math.max(1, Math.min(5, 1 + 1.2 * Math.log10(Math.max(1, rate))));

/**
 * An edge is as bad as the worst of two: what its callee's objective says of its calls, and the anomalies that both of its
 * ends have.
 */
export function edgeTone(
  edge: Pick<ShownEdge, "health">,
  caller: GraphNode["health"] | undefined,
  callee: GraphNode["health"] | undefined,
): EdgeTone {
  const bad = (h: GraphNode["health"] | undefined) => h === "weak" || h === "strong";
  if (edge.health === "strong" || (caller === "strong" && callee === "strong")) return "strong";
  if (edge.health === "weak" || (bad(caller) && bad(callee))) return "weak";
  return "calm";
}

/** Everything about the edges but the colours: they leave a card on its right and arrive on its left, spread over its side. */
export function prepareEdges(
  nodes: readonly ShownNode[],
  edges: readonly ShownEdge[],
  positions: Positions,
): PreparedEdge[] {
  const byName = new Map(nodes.map((n) => [n.name, n]));
  const placed = edges.filter(
    (e) => positions[e.caller] && positions[e.callee] && e.caller !== e.callee,
  );
  const ports = {
    caller: portsOf("caller", placed, positions, byName),
    callee: portsOf("callee", placed, positions, byName),
  };
  return placed.map((e) => {
    const a = positions[e.caller] as Point;
    const b = positions[e.callee] as Point;
    const leaves = { x: cardWidth / 2, y: ports.caller.get(e) ?? 0 };
    const arrives = { x: -cardWidth / 2, y: ports.callee.get(e) ?? 0 };
    const from = { x: a.x + leaves.x, y: a.y + leaves.y };
    const to = { x: b.x + arrives.x, y: b.y + arrives.y };
    return {
      id: edgeId(e),
      caller: e.caller,
      callee: e.callee,
      width: edgeWidth(e.rate),
      tone: edgeTone(e, byName.get(e.caller)?.health, byName.get(e.callee)?.health),
      stale: e.stale,
      status: e.status ?? null,
      leaves,
      arrives,
      ...curve(from, to),
    };
  });
}

/** How far above or below the middle of a card each of its edges leaves or arrives, px: in the order of their other ends. */
function portsOf(
  end: "caller" | "callee",
  edges: readonly ShownEdge[],
  positions: Positions,
  byName: ReadonlyMap<string, ShownNode>,
): Map<ShownEdge, number> {
  const other = end === "caller" ? "callee" : "caller";
  const ports = new Map<ShownEdge, number>();
  for (const [name, own] of Map.groupBy(edges, (e) => e[end])) {
    own.sort((a, b) => (positions[a[other]]?.y ?? 0) - (positions[b[other]]?.y ?? 0));
    const node = byName.get(name);
    const room = (node ? heightOf(node) : cardWidth) - 28;
    const gap = Math.min(16, room / Math.max(1, own.length - 1));
    own.forEach((e, i) => {
      ports.set(e, (i - (own.length - 1) / 2) * gap);
    });
  }
  return ports;
}

/** Control points of an S, or of a loop around when the callee is not to the right. */
function curve(from: Point, to: Point): Pick<PreparedEdge, "weights" | "distances"> {
  const reach = to.x > from.x ? (to.x - from.x) / 2 : 60;
  const c1 = { x: from.x + reach, y: from.y };
  const c2 = { x: to.x - reach, y: to.y };
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const length = Math.hypot(dx, dy) || 1;
  const along = (c: Point) => ((c.x - from.x) * dx + (c.y - from.y) * dy) / (length * length);
  const beside = (c: Point) => ((c.y - from.y) * dx - (c.x - from.x) * dy) / length;
  return { weights: [along(c1), along(c2)], distances: [beside(c1), beside(c2)] };
}
