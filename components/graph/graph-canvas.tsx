"use client";
import { type Ref, useEffect, useImperativeHandle, useMemo, useRef, useState } from "react";
import { CanvasCards } from "./canvas-cards";
import { EdgeTip } from "./edge-tip";
import {
  mostCards,
  type Point,
  type Positions,
  type ShownEdge,
  type ShownNode,
} from "./graph-data";
import { edgeId, prepareEdges } from "./prepare-edges";
import { pathsThrough } from "./prepare-paths";
import { showAll, useCytoscape } from "./use-cytoscape";

export type GraphControls = { fit(): void; zoom(by: number): void; show(service: string): void };

type Props = {
  nodes: readonly ShownNode[];
  edges: readonly ShownEdge[];
  positions: Positions;
  selected: string | null;
  suspects: boolean;
  onSelect(service: string | null): void;
  onMove(service: string, to: Point): void;
  ref?: Ref<GraphControls>;
};

/**
 * The graph as a map. Up to 60 services are cards, ordinary elements moved along with Cytoscape's canvas; more are marks
 * on the canvas itself, and their keyboard is the table.
 */
export function GraphCanvas(props: Props) {
  const { nodes, edges, positions, selected, suspects } = props;
  const box = useRef<HTMLDivElement>(null);
  const layer = useRef<HTMLDivElement>(null);
  const drawnAs = nodes.length > mostCards ? "marks" : "cards";
  const prepared = useMemo(() => prepareEdges(nodes, edges, positions), [nodes, edges, positions]);
  const { core, hover } = useCytoscape(box, layer, {
    nodes,
    edges: prepared,
    positions,
    drawnAs,
    suspects,
    onSelect: props.onSelect,
    onMove: props.onMove,
  });
  const [reached, setReached] = useState<string | null>(null);
  const on = hover?.kind === "node" ? hover.id : reached;
  const path = useMemo(() => (on ? pathsThrough(edges, on) : null), [on, edges]);
  // Outside system: Cytoscape's classes.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a canvas made anew has no classes yet
  useEffect(() => {
    const cy = core.current;
    cy?.batch(() => {
      cy.edges().forEach((e) => {
        const inPath = !path || (path.has(e.source().id()) && path.has(e.target().id()));
        e.toggleClass("faded", !inPath);
      });
      if (drawnAs === "marks")
        cy.nodes().forEach((n) => {
          n.toggleClass("faded", path !== null && !path.has(n.id()));
          n.toggleClass("chosen", n.id() === selected);
        });
    });
  }, [path, selected, drawnAs, core, nodes]);

  const show = (service: string) => {
    const cy = core.current;
    const node = cy?.getElementById(service);
    if (!cy || !node?.nonempty()) return;
    if (cy.zoom() < 0.7) cy.zoom(0.9);
    cy.center(node);
  };
  useImperativeHandle(props.ref, () => ({
    fit: () => core.current && showAll(core.current, nodes, drawnAs),
    zoom: (by) => {
      const cy = core.current;
      cy?.zoom({
        level: cy.zoom() * by,
        renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 },
      });
    },
    show,
  }));
  const reach = (name: string | null) => {
    setReached(name);
    const cy = core.current;
    const at = name ? cy?.getElementById(name).renderedBoundingBox() : undefined;
    if (!cy || !at || !name) return;
    if (at.x1 < 0 || at.y1 < 0 || at.x2 > cy.width() || at.y2 > cy.height())
      cy.center(cy.getElementById(name));
  };
  const edge = hover?.kind === "edge" ? edges.find((e) => edgeId(e) === hover.id) : undefined;
  return (
    <div className="relative size-full overflow-hidden">
      <div className="absolute inset-0">
        <div ref={box} className="size-full" data-testid="graph" />
      </div>
      <div ref={layer} className="pointer-events-none absolute top-0 left-0 size-0 origin-top-left">
        {drawnAs === "cards" ? (
          <CanvasCards
            nodes={nodes}
            positions={positions}
            selected={selected}
            path={path}
            suspects={suspects}
            onSelect={props.onSelect}
            onReach={reach}
          />
        ) : null}
      </div>
      {edge && hover ? <EdgeTip edge={edge} at={hover.at} /> : null}
    </div>
  );
}
