"use client";
import { useEffect, useMemo, useState } from "react";
import { cardWidth, type GraphEdge, type GraphNode, heightOf, type Positions } from "./graph-data";
import type { LayoutAnswer, LayoutRequest } from "./layout-worker";

const storeKey = "sitroom-graph-positions";
const known = new Map<string, Positions>();

function pinned(): Positions {
  try {
    return JSON.parse(localStorage.getItem(storeKey) ?? "{}") as Positions;
  } catch {
    return {};
  }
}

/**
 * Where the cards are: laid out in a worker once for each shape of the graph, then moved to where a person has dragged
 * them. Null until the first layout is there.
 */
export function useLayout(nodes: readonly GraphNode[], edges: readonly GraphEdge[]) {
  const shape = useMemo(
    () =>
      `${nodes.map((n) => n.name).join(" ")} | ${edges.map((e) => `${e.caller}>${e.callee}`).join(" ")}`,
    [nodes, edges],
  );
  const [, setVersion] = useState(0);
  const [moved, setMoved] = useState<Positions>({});
  // Outside system: what this browser has kept.
  useEffect(() => setMoved(pinned()), []);
  // Outside system: the layout worker.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the shape stands for nodes and edges
  useEffect(() => {
    if (known.has(shape) || nodes.length === 0) return;
    const worker = new Worker(new URL("./layout-worker.ts", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }: MessageEvent<LayoutAnswer>) => {
      known.set(shape, data.positions);
      setVersion((v) => v + 1);
      worker.terminate();
    };
    const request: LayoutRequest = {
      id: 1,
      nodes: nodes.map((n) => ({ name: n.name, width: cardWidth, height: heightOf(n) })),
      edges: edges.map(({ caller, callee }) => ({ caller, callee })),
    };
    worker.postMessage(request);
    return () => worker.terminate();
  }, [shape]);
  const laid = known.get(shape) ?? null;
  const positions = useMemo(() => {
    if (!laid) return null;
    return Object.fromEntries(Object.entries(laid).map(([name, p]) => [name, moved[name] ?? p]));
  }, [laid, moved]);
  const keep = (next: Positions) => {
    setMoved(next);
    localStorage.setItem(storeKey, JSON.stringify(next));
  };
  return {
    positions,
    isMoved: Object.keys(moved).length > 0,
    move: (name: string, to: { x: number; y: number }) => keep({ ...pinned(), [name]: to }),
    reset: () => keep({}),
  };
}
