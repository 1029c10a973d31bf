"use client";
import dynamic from "next/dynamic";
import { useRef } from "react";
import { useKeys } from "../nav/use-keys";
import { useTimeRange } from "../nav/use-time-range";
import { EdgeTable } from "./edge-table";
import { GraphBanners } from "./graph-banners";
import type { GraphControls } from "./graph-canvas";
import type { DiffData, GraphData } from "./graph-data";
import { GraphLegend } from "./graph-legend";
import { GraphSkeleton } from "./graph-skeleton";
import { GraphTable } from "./graph-table";
import { GraphToolbar } from "./graph-toolbar";
import { HealthStrip } from "./health-strip";
import { groupId } from "./prepare-groups";
import { ServiceDrawer } from "./service-drawer";
import type { GraphState } from "./use-graph-state";
import { useLayout } from "./use-layout";
import { useRoom } from "./use-room";
import { useShown } from "./use-shown";

const Canvas = dynamic(() => import("./graph-canvas").then((m) => m.GraphCanvas), {
  ssr: false,
  loading: () => <GraphSkeleton />,
});
const nothing: never[] = [];

/** The graph's page around its data: toolbar, what must be known, map or table, legend, time, and one service beside it. */
export function GraphFrame({
  data,
  diff,
  state,
  onState,
}: {
  data: GraphData;
  diff: DiffData | undefined;
  state: GraphState;
  onState(next: Partial<GraphState>): void;
}) {
  const range = useTimeRange();
  const controls = useRef<GraphControls>(null);
  const [box, room] = useRoom<HTMLDivElement>();
  const shown = useShown(data, diff, state);
  const drawn = !shown.tooMany && state.show === "graph";
  const layout = useLayout(drawn ? shown.nodes : nothing, drawn ? shown.edges : nothing, data.pins);
  const asTable = !drawn || layout.failed;
  const node = shown.all.nodes.find((n) => n.name === state.service);
  const suspects = state.suspects && data.situation !== null;
  const matches = (name: string) => name.toLowerCase().includes(state.q.toLowerCase());
  const hops = (to: GraphState["hops"]) => () => state.service && onState({ hops: to });
  useKeys({
    Escape: () => onState({ service: null, hops: "all" }),
    t: () => onState({ show: asTable ? "graph" : "table" }),
    f: () => controls.current?.fit(),
    "+": () => controls.current?.zoom(1.25),
    "-": () => controls.current?.zoom(0.8),
    "1": hops("1"),
    "2": hops("2"),
    "3": hops("3"),
    "0": hops("all"),
  });
  const find = (q: string) => {
    onState({ q });
    const hit =
      q && shown.nodes.find((n) => (n.title ?? n.name).toLowerCase().includes(q.toLowerCase()));
    if (hit) controls.current?.show(hit.name);
  };
  const select = (id: string | null) => {
    const group = shown.groups.find((g) => groupId(g.name) === id);
    if (group) onState({ group: "on", open: [...state.open, group.name] });
    else onState({ service: id, ...(id ? {} : { hops: "all" }) });
  };
  return (
    <div
      ref={box}
      className="flex min-h-0 h-[calc(100dvh-48px)]"
      style={room === null ? undefined : { height: room }}
    >
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        <GraphToolbar
          data={data}
          state={state}
          onState={onState}
          asTable={asTable}
          grouped={shown.grouped}
          canGroup={shown.around.nodes.length > 8}
          isMoved={layout.isMoved}
          onReset={layout.reset}
          onFind={find}
          controls={controls}
        />
        <GraphBanners
          data={data}
          diff={diff}
          shown={{ ...shown, count: shown.nodes.length }}
          state={state}
          onState={onState}
        />
        <div className="relative min-h-0 flex-1 overflow-auto">
          {asTable ? (
            <>
              {layout.failed ? (
                <p role="status" className="bg-weak-soft px-4 py-2 text-sm">
                  Laying out {shown.nodes.length} services took too long; here they are as a table.
                  Groups make the map smaller.
                </p>
              ) : null}
              {state.rows === "calls" ? (
                <EdgeTable
                  edges={shown.all.edges.filter((e) => matches(e.caller) || matches(e.callee))}
                  compared={diff !== undefined}
                  onSelect={(service) => onState({ service })}
                />
              ) : (
                <GraphTable
                  nodes={shown.around.nodes.filter((n) => matches(n.name))}
                  selected={state.service}
                  onSelect={(service) => onState({ service })}
                />
              )}
            </>
          ) : layout.positions ? (
            <Canvas
              ref={controls}
              nodes={shown.nodes}
              edges={shown.edges}
              positions={layout.positions}
              selected={state.service}
              suspects={suspects}
              onSelect={select}
              onMove={layout.move}
            />
          ) : (
            <GraphSkeleton />
          )}
        </div>
        {asTable ? null : (
          <div className="shrink-0 px-4 py-2.5 max-sm:px-3">
            <GraphLegend suspects={suspects} compared={diff !== undefined} />
          </div>
        )}
        {data.snapshot?.source === "imported" ? null : (
          <HealthStrip data={data} at={state.at} onAt={(at) => onState({ at })} />
        )}
      </div>
      {node ? (
        <ServiceDrawer
          node={node}
          edges={shown.all.edges}
          range={range.text}
          situation={data.situation}
          ours={data.snapshot?.source !== "imported"}
          onClose={() => onState({ service: null, hops: "all" })}
          onFocus={(to) => onState({ hops: to, show: "graph" })}
          onSelect={(service) => onState({ service })}
        />
      ) : null}
    </div>
  );
}
