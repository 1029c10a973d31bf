import cytoscape from "cytoscape";
import dagre from "cytoscape-dagre";
import { compactLayout } from "./compact-layout";
import type { Positions } from "./graph-data";

export type LayoutRequest = {
  id: number;
  nodes: readonly { name: string; width: number; height: number }[];
  edges: readonly { caller: string; callee: string }[];
};
export type LayoutAnswer = { id: number; positions: Positions };

cytoscape.use(dagre);

/** Callers left, callees right, away from the page's own thread: 1000 services take about a second. */
function layOut({ nodes, edges }: LayoutRequest): Positions {
  const cy = cytoscape({
    headless: true,
    styleEnabled: true,
    style: [{ selector: "node", style: { width: "data(width)", height: "data(height)" } }],
    elements: [
      ...nodes.map(({ name, width, height }) => ({ data: { id: name, width, height } })),
      ...edges.map((e) => ({
        data: { id: `${e.caller}→${e.callee}`, source: e.caller, target: e.callee },
      })),
    ],
  });
  cy.layout({
    name: "dagre",
    rankDir: "LR",
    ranker: "longest-path",
    nodeSep: 36,
    rankSep: 84,
    animate: false,
    fit: false,
  } as cytoscape.LayoutOptions).run();
  return compactLayout(Object.fromEntries(cy.nodes().map((n) => [n.id(), { ...n.position() }])));
}

self.onmessage = ({ data }: MessageEvent<LayoutRequest>) => {
  const answer: LayoutAnswer = { id: data.id, positions: layOut(data) };
  self.postMessage(answer);
};
