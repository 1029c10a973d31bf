import type { ViewOutput } from "../query";

export type GraphData = ViewOutput<"graph">;
export type GraphNode = GraphData["nodes"][number];
export type GraphEdge = GraphData["edges"][number];

/** px of a service's card; an external's is lower. */
export const cardWidth = 160;
export const cardHeight = 76;
export const externalHeight = 52;
export const heightOf = (node: { external: boolean }): number =>
  node.external ? externalHeight : cardHeight;

export type Point = { x: number; y: number };
/** Centre of each node's card */
export type Positions = Readonly<Record<string, Point>>;
