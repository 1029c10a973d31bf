"use client";
import { formatSpan } from "@/lib/series/format-span";
import { Button } from "../ui/button";
import { Chip } from "../ui/chip";
import { Time } from "../ui/time";
import type { DiffData, GraphData } from "./graph-data";
import type { Grouped } from "./prepare-groups";
import type { GraphState } from "./use-graph-state";

const line =
  "flex min-h-9 shrink-0 flex-wrap items-center gap-x-2 gap-y-1 border-line border-b px-4 py-1.5 text-sm max-sm:px-3";
const listed = 8;

/** What a person must know to read the graph: that it is not live, compared, grouped, too large, or goes in circles. */
export function GraphBanners({
  data,
  diff,
  shown,
  state,
  onState,
}: {
  data: GraphData;
  diff: DiffData | undefined;
  shown: { grouped: boolean; groups: Grouped["groups"]; count: number; tooMany: boolean };
  state: GraphState;
  onState(next: Partial<GraphState>): void;
}) {
  return (
    <>
      {data.snapshot ? (
        <p role="status" className={`${line} bg-accent-soft`}>
          <Chip tone="accent">{data.snapshot.source === "imported" ? "Imported" : "Snapshot"}</Chip>
          <span className="min-w-0 truncate">{data.snapshot.title}</span>
          <span className="text-muted">
            not live, <Time at={data.window.from} date seconds={false} /> –{" "}
            <Time at={data.window.to} date seconds={false} />
          </span>
          <Button
            size="sm"
            variant="ghost"
            className="ml-auto text-accent"
            onClick={() => onState({ snapshot: null, at: null })}
          >
            Go to live
          </Button>
        </p>
      ) : null}
      {diff ? (
        <p role="status" className={`${line} bg-accent-soft`}>
          <span>
            Compared with{" "}
            {diff.before.snapshot ? (
              diff.before.snapshot.title
            ) : (
              <>
                the {formatSpan(diff.before.to - diff.before.from)} to{" "}
                <Time at={diff.before.to} date seconds={false} />
              </>
            )}
            :
          </span>
          <span className="text-good">+ {diff.counts.added} added</span>
          <span className="text-strong">− {diff.counts.removed} removed</span>
          <span className="text-accent">Δ {diff.counts.changed} changed</span>
          <Button
            size="sm"
            variant="ghost"
            className="ml-auto text-accent"
            onClick={() => onState({ before: null })}
          >
            End
          </Button>
        </p>
      ) : null}
      {shown.tooMany ? (
        <p role="status" className={`${line} bg-weak-soft`}>
          {shown.count} services are too many for a map. Choose one and focus on its neighbours, or
          put services into groups: by service.namespace in their telemetry, or in a service's
          drawer.
        </p>
      ) : null}
      {shown.grouped && shown.groups.length > 0 ? (
        <Groups groups={shown.groups} state={state} onState={onState} />
      ) : null}
      {data.cycles.length > 0 ? (
        <p className={`${line} text-muted`}>
          <Chip tone="weak">
            {data.cycles.length === 1 ? "Cycle" : `${data.cycles.length} cycles`}
          </Chip>
          <span className="min-w-0 flex-1 truncate" title={data.cycles[0]?.join(", ")}>
            {data.cycles[0]?.slice(0, listed).join(" ⇄ ")}
            {(data.cycles[0]?.length ?? 0) > listed ? " …" : ""} call each other in a circle: a
            failure there can feed itself.
          </span>
        </p>
      ) : null}
    </>
  );
}

function Groups({
  groups,
  state,
  onState,
}: {
  groups: Grouped["groups"];
  state: GraphState;
  onState(next: Partial<GraphState>): void;
}) {
  const open = groups.filter((g) => g.open);
  return (
    <p className={`${line} text-muted`}>
      <span>
        {groups.length} {groups.length === 1 ? "group" : "groups"}; choose one to see its services.
      </span>
      {open.map((g) => (
        <Button
          key={g.name}
          size="sm"
          aria-label={`Close group ${g.name}`}
          onClick={() => onState({ open: state.open.filter((o) => o !== g.name) })}
        >
          {g.name} ×
        </Button>
      ))}
    </p>
  );
}

/** How long the numbers cover, in words: "over the last 1 h". */
export const windowWords = (window: GraphData["window"]): string =>
  `over the last ${formatSpan(window.to - window.from)}`;
