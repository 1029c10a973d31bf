"use client";
import cytoscape, { type Core, type EdgeSingular, type StylesheetJson } from "cytoscape";
import { useTheme } from "next-themes";
import { type Ref, useEffect, useImperativeHandle, useMemo, useRef, useState } from "react";
import { formatValue } from "../chart/format-value";
import {
  cardWidth,
  type GraphEdge,
  type GraphNode,
  heightOf,
  type Point,
  type Positions,
} from "./graph-data";
import { NodeCard } from "./node-card";
import { edgeId, type PreparedEdge, prepareEdges } from "./prepare-edges";
import { pathsThrough } from "./prepare-paths";

export type GraphControls = { fit(): void; zoom(by: number): void; show(service: string): void };

type Props = {
  nodes: readonly GraphNode[];
  edges: readonly GraphEdge[];
  positions: Positions;
  selected: string | null;
  suspects: boolean;
  onSelect(service: string | null): void;
  onMove(service: string, to: Point): void;
  ref?: Ref<GraphControls>;
};

const toneVar = { strong: "--strong-mark", weak: "--weak-mark", calm: "--edge" } as const;

function stylesheet(element: HTMLElement): StylesheetJson {
  const css = getComputedStyle(element);
  const color = (e: EdgeSingular) =>
    css.getPropertyValue(toneVar[(e.data("edge") as PreparedEdge).tone]).trim();
  const px = (p: Point) => `${p.x}px ${p.y}px`;
  const prepared = (e: EdgeSingular) => e.data("edge") as PreparedEdge;
  return [
    {
      selector: "node",
      style: {
        width: "data(width)",
        height: "data(height)",
        shape: "round-rectangle",
        "background-opacity": 0,
        "border-width": 0,
        "overlay-opacity": 0,
      },
    },
    {
      selector: "edge",
      style: {
        "curve-style": "unbundled-bezier",
        "edge-distances": "endpoints",
        "source-endpoint": (e: EdgeSingular) => px(prepared(e).leaves),
        "target-endpoint": (e: EdgeSingular) => px(prepared(e).arrives),
        "control-point-weights": (e: EdgeSingular) => prepared(e).weights,
        "control-point-distances": (e: EdgeSingular) => prepared(e).distances,
        width: (e: EdgeSingular) => prepared(e).width,
        "line-color": color,
        "line-style": (e: EdgeSingular) => (prepared(e).stale ? "dashed" : "solid"),
        "target-arrow-color": color,
        "target-arrow-shape": "triangle",
        "arrow-scale": 0.8,
        "overlay-opacity": 0,
        "underlay-padding": 6,
      },
    },
    { selector: "edge.faded", style: { opacity: 0.15 } },
  ] as unknown as StylesheetJson;
}

/**
 * The graph: Cytoscape holds positions, edges, panning and zooming; the cards are ordinary elements moved along with it,
 * so they have our type and themes, and can be reached by keyboard.
 */
export function GraphCanvas(props: Props) {
  const { nodes, edges, positions, selected, suspects } = props;
  const box = useRef<HTMLDivElement>(null);
  const layer = useRef<HTMLDivElement>(null);
  const core = useRef<Core | null>(null);
  const latest = useRef(props);
  const { resolvedTheme } = useTheme();
  const [hover, setHover] = useState<{ kind: "node" | "edge"; id: string; at: Point } | null>(null);
  const prepared = useMemo(() => prepareEdges(nodes, edges, positions), [nodes, edges, positions]);

  // Outside system: Cytoscape, which keeps its own listeners and calls the latest handlers.
  useEffect(() => {
    latest.current = props;
  });
  // Outside system: Cytoscape's canvas.
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const cy = cytoscape({
      container: element,
      style: stylesheet(element),
      minZoom: 0.25,
      maxZoom: 2,
      boxSelectionEnabled: false,
      autounselectify: true,
    });
    core.current = cy;
    // A handle for end-to-end tests.
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
      if (!hadRoom && cy.height() > 0) showAll(cy, latest.current.nodes);
      hadRoom = cy.height() > 0;
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      core.current = null;
      cy.destroy();
    };
  }, []);
  // Outside system: Cytoscape's elements follow the data; the view is fitted when the set of nodes changes.
  useEffect(() => {
    const cy = core.current;
    if (!cy) return;
    const before = cy
      .nodes()
      .map((n) => n.id())
      .sort()
      .join(" ");
    cy.batch(() => {
      const wanted = new Set([...nodes.map((n) => n.name), ...prepared.map((e) => e.id)]);
      cy.elements()
        .filter((el) => !wanted.has(el.id()))
        .remove();
      for (const n of nodes) {
        const position = positions[n.name];
        if (!position) continue;
        const old = cy.getElementById(n.name);
        if (old.empty())
          cy.add({
            data: { id: n.name, width: cardWidth, height: heightOf(n) },
            position: { ...position },
          });
        else if (!old.grabbed()) old.position({ ...position });
      }
      for (const e of prepared) {
        const old = cy.getElementById(e.id);
        if (old.empty())
          cy.add({ data: { id: e.id, source: e.caller, target: e.callee, edge: e } });
        else old.data("edge", e);
      }
    });
    if (
      nodes
        .map((n) => n.name)
        .sort()
        .join(" ") !== before
    )
      showAll(cy, nodes);
  }, [nodes, prepared, positions]);
  // Outside system: the theme's colours, which a canvas cannot take from CSS by itself.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme is what the colours depend on
  useEffect(() => {
    if (core.current && box.current) core.current.style(stylesheet(box.current));
  }, [resolvedTheme]);

  const on = hover?.kind === "node" ? hover.id : null;
  const path = useMemo(() => (on ? pathsThrough(edges, on) : null), [on, edges]);
  // Outside system: Cytoscape's classes.
  useEffect(() => {
    core.current?.edges().forEach((e) => {
      const inPath = !path || (path.has(e.source().id()) && path.has(e.target().id()));
      e.toggleClass("faded", !inPath);
    });
  }, [path]);

  useImperativeHandle(props.ref, () => ({
    fit: () => core.current && showAll(core.current, nodes),
    zoom: (by) => {
      const cy = core.current;
      cy?.zoom({
        level: cy.zoom() * by,
        renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 },
      });
    },
    show: (service) => {
      const cy = core.current;
      const node = cy?.getElementById(service);
      if (!cy || !node?.nonempty()) return;
      if (cy.zoom() < 0.7) cy.zoom(0.9);
      cy.center(node);
    },
  }));
  const edge = hover?.kind === "edge" ? edges.find((e) => edgeId(e) === hover.id) : undefined;
  return (
    <div className="relative size-full overflow-hidden">
      <div className="absolute inset-0">
        <div ref={box} className="size-full" data-testid="graph" />
      </div>
      <div ref={layer} className="pointer-events-none absolute top-0 left-0 size-0 origin-top-left">
        {nodes.map((n) => {
          const at = positions[n.name];
          if (!at) return null;
          return (
            <button
              key={n.name}
              type="button"
              data-service={n.name}
              aria-label={describe(n)}
              aria-pressed={selected === n.name}
              className="absolute rounded-lg"
              style={{ left: at.x - cardWidth / 2, top: at.y - heightOf(n) / 2 }}
              onClick={() => props.onSelect(n.name)}
            >
              <NodeCard
                node={n}
                selected={selected === n.name}
                faded={path !== null && !path.has(n.name)}
                suspects={suspects}
              />
            </button>
          );
        })}
      </div>
      {edge && hover ? (
        <div
          className="pointer-events-none absolute z-10 whitespace-nowrap rounded-md border border-line-strong bg-raised px-2.5 py-1.5 text-sm shadow-float"
          style={{ left: Math.max(8, hover.at.x + 12), top: Math.max(8, hover.at.y + 12) }}
        >
          <p className="font-medium">
            {edge.caller} → {edge.callee}
          </p>
          <p className="text-muted">
            {formatValue(edge.rate, "req/s")} · {formatValue(edge.errorShare, "ratio")} failing ·
            p95 {formatValue(edge.p95, "ms")}
            {edge.stale ? " · silent for 3 min" : ""}
          </p>
        </div>
      ) : null}
    </div>
  );
}

function place(card: HTMLElement, at: Point, height: number): void {
  card.style.left = `${at.x - cardWidth / 2}px`;
  card.style.top = `${at.y - height / 2}px`;
}

/** All of it, but never so small that it cannot be read: then what is worst comes into view. */
function showAll(cy: Core, nodes: readonly GraphNode[]): void {
  if (cy.nodes().empty()) return;
  cy.fit(undefined, 44);
  if (cy.zoom() > 1) {
    cy.zoom(1);
    cy.center();
  }
  if (cy.zoom() >= 0.5) return;
  cy.zoom(0.78);
  const worst =
    nodes.find((n) => n.suspect?.rank === 1) ??
    nodes.find((n) => n.health === "strong") ??
    nodes.find((n) => n.health === "weak");
  cy.center(worst ? cy.getElementById(worst.name) : cy.nodes());
}

function describe(n: GraphNode): string {
  const health = {
    ok: "in its band",
    weak: "weakly anomalous",
    strong: "strongly anomalous",
    unknown: "not heard",
  };
  return `${n.name}, ${n.external ? "external" : health[n.health]}, ${formatValue(n.rate, "req/s")}, ${formatValue(n.errorShare, "ratio")} failing, p95 ${formatValue(n.p95, "ms")}`;
}
