"use client";
import { Maximize2, Minus, Plus, RotateCcw, Share2, Table2 } from "lucide-react";
import dynamic from "next/dynamic";
import {
  parseAsBoolean,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
  useQueryStates,
} from "nuqs";
import { useMemo, useRef } from "react";
import { Segments } from "../chart/segments";
import { SearchBox } from "../metric/search-box";
import { useKeys } from "../nav/use-keys";
import { useTimeRange } from "../nav/use-time-range";
import { useView } from "../query";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { Skeleton } from "../ui/skeleton";
import { ViewState } from "../ui/view-state";
import type { GraphControls } from "./graph-canvas";
import type { GraphData } from "./graph-data";
import { GraphLegend } from "./graph-legend";
import { GraphTable } from "./graph-table";
import { HealthStrip } from "./health-strip";
import { pathsThrough } from "./prepare-paths";
import { ServiceDrawer } from "./service-drawer";
import { useLayout } from "./use-layout";
import { useRoom } from "./use-room";

const Canvas = dynamic(() => import("./graph-canvas").then((m) => m.GraphCanvas), {
  ssr: false,
  loading: () => null,
});
/** More cards than this are a wall, not a map: the table answers then. */
const maxNodes = 400;

const parsers = {
  show: parseAsStringLiteral(["graph", "table"] as const).withDefault("graph"),
  service: parseAsString,
  hops: parseAsStringLiteral(["1", "2", "all"] as const).withDefault("all"),
  at: parseAsInteger,
  situation: parseAsInteger,
  suspects: parseAsBoolean.withDefault(true),
  q: parseAsString.withDefault(""),
};

/** Who calls whom, how it goes, and since when; as a map or as a table. */
export function GraphPage() {
  const [state, setState] = useQueryStates(parsers, { history: "replace" });
  const range = useTimeRange();
  const query = useView(
    "graph",
    { ...range.text, at: state.at, situation: state.situation },
    {
      topics: ["anomaly", "change", "situation"],
      ...(range.live && state.at === null ? { everyMs: 10_000 } : {}),
    },
  );
  return (
    <ViewState query={query} what="The service graph" skeleton={<GraphSkeleton />}>
      {(data) => <Loaded data={data} state={state} onState={(next) => void setState(next)} />}
    </ViewState>
  );
}

type State = ReturnType<typeof useQueryStates<typeof parsers>>[0];

function Loaded({
  data,
  state,
  onState,
}: {
  data: GraphData;
  state: State;
  onState(next: Partial<State>): void;
}) {
  const range = useTimeRange();
  const controls = useRef<GraphControls>(null);
  const [box, room] = useRoom<HTMLDivElement>();
  const near = useMemo(
    () =>
      state.service && state.hops !== "all"
        ? pathsThrough(data.edges, state.service, Number(state.hops))
        : null,
    [data.edges, state.service, state.hops],
  );
  const nodes = useMemo(
    () => data.nodes.filter((n) => !near || near.has(n.name)),
    [data.nodes, near],
  );
  const edges = useMemo(
    () => data.edges.filter((e) => !near || (near.has(e.caller) && near.has(e.callee))),
    [data.edges, near],
  );
  const layout = useLayout(nodes, edges);
  const node = data.nodes.find((n) => n.name === state.service);
  const tooMany = nodes.length > maxNodes;
  const asTable = state.show === "table" || tooMany;
  useKeys({ Escape: () => onState({ service: null }) });
  const find = (q: string) => {
    onState({ q });
    const hit = q && nodes.find((n) => n.name.toLowerCase().includes(q.toLowerCase()));
    if (hit) controls.current?.show(hit.name);
  };
  const rows = nodes.filter((n) => n.name.toLowerCase().includes(state.q.toLowerCase()));
  if (data.nodes.length === 0)
    return (
      <EmptyState
        className="m-auto"
        icon={<Share2 size={17} aria-hidden="true" />}
        title="No services yet"
      >
        Services appear with their first telemetry, calls between them with their first spans: send
        OTLP traces over HTTP to port 4318. What sends no telemetry of its own, such as a database,
        is drawn from its callers' spans.
      </EmptyState>
    );
  return (
    <div
      ref={box}
      className="flex min-h-0 h-[calc(100dvh-48px)]"
      style={room === null ? undefined : { height: room }}
    >
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        <div className="flex min-h-12 shrink-0 flex-wrap items-center gap-2 border-line border-b px-4 py-2 max-sm:px-3">
          <Segments
            label="Show as"
            value={asTable ? "table" : "graph"}
            options={[
              {
                value: "graph",
                label: (
                  <>
                    <Share2 size={13} aria-hidden="true" /> Graph
                  </>
                ),
              },
              {
                value: "table",
                label: (
                  <>
                    <Table2 size={13} aria-hidden="true" /> Table
                  </>
                ),
              },
            ]}
            onChange={(show) => onState({ show })}
          />
          {state.service && !asTable ? (
            <Segments
              label={`Around ${state.service}`}
              value={state.hops}
              options={[
                { value: "1", label: "1 hop" },
                { value: "2", label: "2 hops" },
                { value: "all", label: "All" },
              ]}
              onChange={(hops) => onState({ hops })}
            />
          ) : null}
          <SearchBox
            label="Find a service"
            value={state.q}
            onChange={find}
            className="sm:max-w-56"
          />
          {data.situation ? (
            <Button
              aria-pressed={state.suspects}
              onClick={() => onState({ suspects: !state.suspects })}
              className="aria-pressed:border-strong aria-pressed:text-strong"
            >
              Suspects of S-{data.situation.id}
            </Button>
          ) : null}
          {asTable ? null : (
            <div className="ml-auto flex items-center gap-1">
              {layout.isMoved ? (
                <Button variant="ghost" onClick={layout.reset}>
                  <RotateCcw size={13} aria-hidden="true" /> Reset layout
                </Button>
              ) : null}
              <Button
                variant="ghost"
                size="icon"
                aria-label="Zoom out"
                onClick={() => controls.current?.zoom(0.8)}
              >
                <Minus size={15} aria-hidden="true" />
              </Button>
              <Button
                variant="ghost"
                size="icon"
                aria-label="Zoom in"
                onClick={() => controls.current?.zoom(1.25)}
              >
                <Plus size={15} aria-hidden="true" />
              </Button>
              <Button
                variant="ghost"
                size="icon"
                aria-label="Fit all services"
                onClick={() => controls.current?.fit()}
              >
                <Maximize2 size={14} aria-hidden="true" />
              </Button>
            </div>
          )}
        </div>
        {tooMany ? (
          <p role="status" className="border-line border-b bg-weak-soft px-4 py-2 text-sm">
            {nodes.length} services are too many for a map. Choose one and focus on its neighbours.
          </p>
        ) : null}
        <div className="relative min-h-0 flex-1 overflow-auto">
          {asTable ? (
            <GraphTable
              nodes={rows}
              selected={state.service}
              onSelect={(service) => onState({ service })}
            />
          ) : layout.positions ? (
            <Canvas
              ref={controls}
              nodes={nodes}
              edges={edges}
              positions={layout.positions}
              selected={state.service}
              suspects={state.suspects && data.situation !== null}
              onSelect={(service) => onState({ service, ...(service ? {} : { hops: "all" }) })}
              onMove={layout.move}
            />
          ) : (
            <GraphSkeleton />
          )}
        </div>
        {asTable ? null : (
          <div className="shrink-0 px-4 py-2.5 max-sm:px-3">
            <GraphLegend suspects={state.suspects && data.situation !== null} />
          </div>
        )}
        <HealthStrip data={data} at={state.at} onAt={(at) => onState({ at })} />
      </div>
      {node ? (
        <ServiceDrawer
          node={node}
          edges={data.edges}
          range={range.text}
          situation={data.situation}
          onClose={() => onState({ service: null, hops: "all" })}
          onFocus={() => onState({ hops: "1", show: "graph" })}
        />
      ) : null}
    </div>
  );
}

function GraphSkeleton() {
  return (
    <div
      role="status"
      aria-label="Loading"
      className="flex min-h-[420px] flex-1 items-center justify-center gap-16 p-10"
    >
      {[1, 2, 3].map((column) => (
        <div key={column} className="grid gap-10">
          {Array.from({ length: column }, (_, i) => i).map((card) => (
            <Skeleton key={card} className="h-[76px] w-40 rounded-lg" />
          ))}
        </div>
      ))}
    </div>
  );
}
