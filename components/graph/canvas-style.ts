import type { EdgeSingular, NodeSingular, StylesheetJson } from "cytoscape";
import type { Point, ShownNode } from "./graph-data";
import type { PreparedEdge } from "./prepare-edges";

/** Cards are elements over an invisible node; marks are drawn by the canvas itself. */
export type DrawnAs = "cards" | "marks";

const toneVar = { strong: "--strong-mark", weak: "--weak-mark", calm: "--edge" } as const;
const statusVar = {
  added: "--good",
  removed: "--strong-mark",
  changed: "--accent",
  same: "--edge",
} as const;
const healthVar = {
  strong: "--strong-mark",
  weak: "--weak-mark",
  ok: "--edge",
  unknown: "--edge",
} as const;
const statusMark = { added: "+", removed: "−", changed: "Δ", same: "" } as const;

const edgeOf = (e: EdgeSingular) => e.data("edge") as PreparedEdge;
const nodeOf = (n: NodeSingular) => n.data("node") as ShownNode;
const px = (p: Point) => `${p.x}px ${p.y}px`;

/** Cytoscape's styles with the theme's colours, which a canvas cannot take from CSS by itself. */
export function stylesheet(element: HTMLElement, as: DrawnAs, suspects: boolean): StylesheetJson {
  const css = getComputedStyle(element);
  const named = new Map<string, string>();
  const colour = (name: string) => {
    const known = named.get(name) ?? css.getPropertyValue(name).trim();
    named.set(name, known);
    return known;
  };
  const edgeColour = (e: EdgeSingular) => {
    const { status, tone } = edgeOf(e);
    return colour(status ? statusVar[status] : toneVar[tone]);
  };
  const marks = {
    "background-color": colour("--surface"),
    "border-color": (n: NodeSingular) => {
      const { status, health } = nodeOf(n);
      return colour(status && status !== "same" ? statusVar[status] : healthVar[health]);
    },
    "border-width": (n: NodeSingular) =>
      nodeOf(n).health === "weak" || nodeOf(n).health === "strong" ? 5 : 2,
    label: (n: NodeSingular) => nodeOf(n).title ?? nodeOf(n).name,
    color: colour("--text"),
    "font-size": 22,
    "min-zoomed-font-size": 5,
    "text-valign": "center",
    "text-max-width": "150px",
    "text-wrap": "ellipsis",
    "underlay-color": colour("--strong-mark"),
    "underlay-opacity": (n: NodeSingular) => (suspects && nodeOf(n).suspect ? 0.25 : 0),
    "underlay-padding": 12,
  };
  return [
    {
      selector: "node",
      style: {
        width: "data(width)",
        height: "data(height)",
        shape: "round-rectangle",
        "overlay-opacity": 0,
        ...(as === "marks" ? marks : { "background-opacity": 0, "border-width": 0 }),
      },
    },
    { selector: "node.chosen", style: { "border-color": colour("--accent"), "border-width": 5 } },
    {
      selector: "edge",
      style: {
        ...(as === "marks"
          ? { "curve-style": "straight" }
          : {
              "curve-style": "unbundled-bezier",
              "edge-distances": "endpoints",
              "source-endpoint": (e: EdgeSingular) => px(edgeOf(e).leaves),
              "target-endpoint": (e: EdgeSingular) => px(edgeOf(e).arrives),
              "control-point-weights": (e: EdgeSingular) => edgeOf(e).weights,
              "control-point-distances": (e: EdgeSingular) => edgeOf(e).distances,
            }),
        width: (e: EdgeSingular) => edgeOf(e).width,
        "line-color": edgeColour,
        "line-style": (e: EdgeSingular) =>
          edgeOf(e).stale || edgeOf(e).status === "removed" ? "dashed" : "solid",
        label: (e: EdgeSingular) => statusMark[edgeOf(e).status ?? "same"],
        color: edgeColour,
        "font-size": 17,
        "font-weight": 600,
        "text-background-color": colour("--bg"),
        "text-background-opacity": 1,
        "text-background-padding": "2px",
        "text-background-shape": "round-rectangle",
        "target-arrow-color": edgeColour,
        "target-arrow-shape": "triangle",
        "arrow-scale": 0.8,
        opacity: (e: EdgeSingular) => (edgeOf(e).status === "same" ? 0.45 : 1),
        "overlay-opacity": 0,
        "underlay-padding": 6,
      },
    },
    { selector: ".faded", style: { opacity: 0.15 } },
  ] as unknown as StylesheetJson;
}
