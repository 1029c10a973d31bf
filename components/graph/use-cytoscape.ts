"use client";
import cytoscape, { type Core, type ElementDefinition } from "cytoscape";
import { useTheme } from "next-themes";
import { type RefObject, useEffect, useRef, useState } from "react";
import { type DrawnAs, stylesheet } from "./canvas-style";
import { cardWidth, heightOf, type Point, type Positions, type ShownNode } from "./graph-data";
import type { PreparedEdge } from "./prepare-edges";

export type Hover = { kind: "node" | "edge"; id: string; at: Point };
type Props = {
  nodes: readonly ShownNode[];
  edges: readonly PreparedEdge[];
  positions: Positions;
  drawnAs: DrawnAs;
  suspects: boolean;
  onSelect(id: string | null): void;
  onMove(id: string, to: Point): void;
};

/**
 * Cytoscape in a box: it holds positions, edges, panning and zooming, and moves `layer`, in which the cards are elements,
 * along with it.
 */
export function useCytoscape(
  box: RefObject<HTMLDivElement | null>,
  layer: RefObject<HTMLDivElement | null>,
  props: Props,
): { core: RefObject<Core | null>; hover: Hover | null } {
  const { nodes, edges, positions, drawnAs, suspects } = props;
  const core = useRef<Core | null>(null);
  const latest = useRef(props);
  const { resolvedTheme } = useTheme();
  const [hover, setHover] = useState<Hover | null>(null);
  // Outside system: Cytoscape, which keeps its own listeners and calls the latest handlers.
  useEffect(() => {
    latest.current = props;
  });
  // Outside system: Cytoscape's canvas. How it draws cannot be changed later.
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const cy = cytoscape({
      container: element,
      style: stylesheet(element, drawnAs, latest.current.suspects),
      minZoom: drawnAs === "marks" ? 0.03 : 0.25,
      maxZoom: 2,
      boxSelectionEnabled: false,
      autounselectify: true,
      ...(drawnAs === "marks" && { textureOnViewport: true, pixelRatio: 1 }),
    });
    core.current = cy;
    // A handle for end-to-end tests and benches.
    Object.assign(element, { cy });
    cy.on("viewport", () => {
      const { x, y } = cy.pan();
      if (layer.current)
        layer.current.style.transform = `translate(${x}px, ${y}px) scale(${cy.zoom()})`;
    });
    cy.on("tap", (e) =>
      latest.current.onSelect(e.target === cy ? null : e.target.isNode() ? e.target.id() : null),
    );
    cy.on("mouseover", "node, edge", (e) => {
      element.style.cursor = e.target.isNode() ? "pointer" : "default";
      setHover({
        kind: e.target.isNode() ? "node" : "edge",
        id: e.target.id(),
        at: e.renderedPosition,
      });
    });
    cy.on("mouseout", "node, edge", () => {
      element.style.cursor = "";
      setHover(null);
    });
    cy.on("drag", "node", (e) => {
      const card = layer.current?.querySelector<HTMLElement>(
        `[data-service="${CSS.escape(e.target.id())}"]`,
      );
      if (card) place(card, e.target.position(), e.target.height());
    });
    cy.on("dragfree", "node", (e) =>
      latest.current.onMove(e.target.id(), { ...e.target.position() }),
    );
    let hadRoom = false;
    const observer = new ResizeObserver(() => {
      cy.resize();
      if (!hadRoom && cy.height() > 0) showAll(cy, latest.current.nodes, drawnAs);
      hadRoom = cy.height() > 0;
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      core.current = null;
      cy.destroy();
    };
  }, [box, layer, drawnAs]);
  // Outside system: Cytoscape's elements follow the data; the view is fitted when the set of nodes changes.
  useEffect(() => {
    const cy = core.current;
    if (cy && follow(cy, nodes, edges, positions)) showAll(cy, nodes, drawnAs);
  }, [nodes, edges, positions, drawnAs]);
  // Outside system: the theme's colours, which a canvas cannot take from CSS by itself.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme is what the colours depend on
  useEffect(() => {
    if (core.current && box.current) core.current.style(stylesheet(box.current, drawnAs, suspects));
  }, [resolvedTheme, drawnAs, suspects]);
  return { core, hover };
}

/** Makes the canvas hold exactly these elements. Returns whether the set of nodes has changed. */
function follow(
  cy: Core,
  nodes: readonly ShownNode[],
  edges: readonly PreparedEdge[],
  positions: Positions,
): boolean {
  const placed = nodes.filter((n) => positions[n.name]);
  const wanted = new Set([...placed.map((n) => n.name), ...edges.map((e) => e.id)]);
  let changed = false;
  cy.batch(() => {
    const gone = cy.elements().filter((el) => !wanted.has(el.id()));
    changed = gone.nodes().nonempty();
    gone.remove();
    const fresh: ElementDefinition[] = [];
    for (const n of placed) {
      const position = positions[n.name] as Point;
      const old = cy.getElementById(n.name);
      const data = { id: n.name, width: cardWidth, height: heightOf(n), node: n };
      if (old.empty()) {
        changed = true;
        fresh.push({ data, position: { ...position } });
        continue;
      }
      old.data(data);
      if (!old.grabbed()) old.position({ ...position });
    }
    for (const e of edges) {
      const old = cy.getElementById(e.id);
      if (old.nonempty()) old.data("edge", e);
      else fresh.push({ data: { id: e.id, source: e.caller, target: e.callee, edge: e } });
    }
    cy.add(fresh);
  });
  return changed;
}

function place(card: HTMLElement, at: Point, height: number): void {
  card.style.left = `${at.x - cardWidth / 2}px`;
  card.style.top = `${at.y - height / 2}px`;
}

/** All of it, but cards never so small that they cannot be read: then what is worst comes into view. */
export function showAll(cy: Core, nodes: readonly ShownNode[], drawnAs: DrawnAs): void {
  if (cy.nodes().empty()) return;
  cy.fit(undefined, 44);
  if (cy.zoom() > 1) {
    cy.zoom(1);
    cy.center();
  }
  if (drawnAs === "marks" || cy.zoom() >= 0.5) return;
  cy.zoom(0.78);
  const worst =
    nodes.find((n) => n.suspect?.rank === 1) ??
    nodes.find((n) => n.health === "strong") ??
    nodes.find((n) => n.health === "weak");
  cy.center(worst ? cy.getElementById(worst.name) : cy.nodes());
}
