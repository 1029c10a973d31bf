import type { ViewOutput } from "../query";

export type GraphData = ViewOutput<"graph">;
export type DiffData = ViewOutput<"graph-diff">;
export type GraphNode = GraphData["nodes"][number];
export type GraphEdge = GraphData["edges"][number];

export type DiffStatus = "added" | "removed" | "changed" | "same";
/** What is drawn: a service, or a group of them; with what a comparison says of it. */
export type ShownNode = GraphNode & {
  /** What stands on the card when it is not its name */
  title?: string;
  /** Of a group: its services */
  members?: readonly string[];
  status?: DiffStatus;
};
export type ShownEdge = GraphEdge & {
  /** Of calls between groups: so many */
  bundles?: number;
  status?: DiffStatus;
  /** What changed, in words */
  says?: readonly string[];
};

/** px of a service's card; an external's is lower. */
export const cardWidth = 160;
export const cardHeight = 76;
export const externalHeight = 52;
export const heightOf = (node: { external: boolean }): number =>
  node.external ? externalHeight : cardHeight;

/** Cards are drawn up to here; beyond, marks on the canvas with names, which move at once. */
export const mostCards = 60;
/** Above this many services they are drawn in groups unless somebody chose otherwise. */
export const groupedAbove = 300;
/** More than this is not drawn at all: the table answers. */
export const mostDrawn = 1000;

export type Point = { x: number; y: number };
/** Centre of each node's card */
export type Positions = Readonly<Record<string, Point>>;
