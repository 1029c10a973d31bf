"use client";
import { useEffect, useMemo, useState } from "react";
import { useMay } from "../nav/use-shell";
import { useVerb } from "../query";
import {
  cardWidth,
  heightOf,
  type Point,
  type Positions,
  type ShownEdge,
  type ShownNode,
} from "./graph-data";
import type { LayoutAnswer, LayoutRequest } from "./layout-worker";

/** Layouts by shape of the graph, so that coming back to one costs nothing; an Error where there was none. */
const known = new Map<string, Positions | Error>();
/** A layout that takes longer is given up: the table answers then. */
const patienceMs = 30_000;

/**
 * Where the cards are: laid out in a worker once for each shape of the graph, then moved to where people have put them.
 * Who may, moves a card for everybody; who may not, for as long as the page is open.
 */
export function useLayout(
  nodes: readonly ShownNode[],
  edges: readonly ShownEdge[],
  pins: Positions,
) {
  const shape = useMemo(
    () =>
      `${nodes.map((n) => n.name).join(" ")} | ${edges.map((e) => `${e.caller}>${e.callee}`).join(" ")}`,
    [nodes, edges],
  );
  const [, setVersion] = useState(0);
  const [moved, setMoved] = useState<Positions>({});
  const mayMove = useMay("responder");
  const pin = useVerb("pin-service");
  const reset = useVerb("reset-graph-layout", { says: () => "The layout decides again" });
  // Outside system: the layout worker.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the shape stands for nodes and edges
  useEffect(() => {
    if (known.has(shape) || nodes.length === 0) return;
    const worker = new Worker(new URL("./layout-worker.ts", import.meta.url), { type: "module" });
    const end = (answer: Positions | Error) => {
      clearTimeout(patience);
      worker.terminate();
      known.set(shape, answer);
      setVersion((v) => v + 1);
    };
    const patience = setTimeout(() => end(new Error("too long")), patienceMs);
    worker.onmessage = ({ data }: MessageEvent<LayoutAnswer>) => end(data.positions);
    worker.onerror = () => end(new Error("failed"));
    const request: LayoutRequest = {
      id: 1,
      nodes: nodes.map((n) => ({ name: n.name, width: cardWidth, height: heightOf(n) })),
      edges: edges.map(({ caller, callee }) => ({ caller, callee })),
    };
    worker.postMessage(request);
    return () => {
      clearTimeout(patience);
      worker.terminate();
    };
  }, [shape]);
  const laid = known.get(shape) ?? null;
  const positions = useMemo(() => {
    if (!laid || laid instanceof Error) return null;
    return Object.fromEntries(
      Object.entries(laid).map(([name, p]) => [name, moved[name] ?? pins[name] ?? p]),
    );
  }, [laid, moved, pins]);
  const isMoved = nodes.some((n) => moved[n.name] !== undefined || pins[n.name] !== undefined);
  return {
    positions,
    failed: laid instanceof Error,
    isMoved,
    move(name: string, to: Point) {
      setMoved((m) => ({ ...m, [name]: to }));
      if (mayMove) pin.mutate({ service: name, x: Math.round(to.x), y: Math.round(to.y) });
    },
    reset() {
      setMoved({});
      if (mayMove) reset.mutate({});
    },
  };
}
