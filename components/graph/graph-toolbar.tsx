"use client";
import { Boxes, Maximize2, Minus, Plus, RotateCcw, Share2, Table2 } from "lucide-react";
import type { RefObject } from "react";
import { Segments } from "../chart/segments";
import { SearchBox } from "../metric/search-box";
import { Button } from "../ui/button";
import { CompareMenu } from "./compare-menu";
import type { GraphControls } from "./graph-canvas";
import type { GraphData } from "./graph-data";
import type { GraphState } from "./use-graph-state";

const icon = { size: 13, "aria-hidden": true } as const;

/** What is shown of the graph, and how. */
export function GraphToolbar({
  data,
  state,
  onState,
  asTable,
  grouped,
  canGroup,
  isMoved,
  onReset,
  onFind,
  controls,
}: {
  data: GraphData;
  state: GraphState;
  onState(next: Partial<GraphState>): void;
  asTable: boolean;
  grouped: boolean;
  canGroup: boolean;
  isMoved: boolean;
  onReset(): void;
  onFind(q: string): void;
  controls: RefObject<GraphControls | null>;
}) {
  return (
    <div className="flex min-h-12 shrink-0 flex-wrap items-center gap-2 border-line border-b px-4 py-2 max-sm:px-3">
      <Segments
        label="Show as"
        value={asTable ? "table" : "graph"}
        options={[
          {
            value: "graph",
            label: (
              <>
                <Share2 {...icon} /> Graph
              </>
            ),
          },
          {
            value: "table",
            label: (
              <>
                <Table2 {...icon} /> Table
              </>
            ),
          },
        ]}
        onChange={(show) => onState({ show })}
      />
      {asTable ? (
        <Segments
          label="Rows"
          value={state.rows}
          options={[
            { value: "services", label: "Services" },
            { value: "calls", label: "Calls" },
          ]}
          onChange={(rows) => onState({ rows })}
        />
      ) : null}
      {state.service ? (
        <Segments
          label={`Hops around ${state.service}`}
          value={state.hops}
          options={[
            { value: "1", label: "1 hop" },
            { value: "2", label: "2" },
            { value: "3", label: "3" },
            { value: "all", label: "All" },
          ]}
          onChange={(hops) => onState({ hops })}
        />
      ) : null}
      <SearchBox label="Find a service" value={state.q} onChange={onFind} className="sm:max-w-52" />
      {canGroup && !asTable ? (
        <Button
          aria-pressed={grouped}
          onClick={() => onState({ group: grouped ? "off" : "on", open: [] })}
        >
          <Boxes {...icon} /> Groups
        </Button>
      ) : null}
      {data.situation ? (
        <Button
          aria-pressed={state.suspects}
          onClick={() => onState({ suspects: !state.suspects })}
          className="aria-pressed:border-strong aria-pressed:text-strong"
        >
          Suspects of S-{data.situation.id}
        </Button>
      ) : null}
      <CompareMenu data={data} state={state} onState={onState} />
      {asTable ? null : (
        <div className="ml-auto flex items-center gap-1">
          {isMoved ? (
            <Button variant="ghost" onClick={onReset}>
              <RotateCcw {...icon} /> Reset layout
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
  );
}
