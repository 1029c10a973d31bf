"use client";
import { Share2 } from "lucide-react";
import { useTimeRange } from "../nav/use-time-range";
import { useView } from "../query";
import { EmptyState } from "../ui/empty-state";
import { ViewState } from "../ui/view-state";
import { GraphFrame } from "./graph-frame";
import { GraphSkeleton } from "./graph-skeleton";
import { sideOf, useGraphState } from "./use-graph-state";

/** Who calls whom, how it goes, and since when; as a map or as a table, now, then, or beside another time. */
export function GraphPage() {
  const [state, setState] = useGraphState();
  const range = useTimeRange();
  const isLive = range.live && state.at === null && state.snapshot === null;
  const query = useView(
    "graph",
    {
      ...range.text,
      at: state.at,
      situation: state.situation,
      snapshot: state.snapshot,
    },
    {
      topics: ["anomaly", "change", "situation", "settings"],
      ...(isLive ? { everyMs: 10_000 } : {}),
    },
  );
  // The minute, not the moment: a comparison with now is asked again once a minute.
  const now = Math.floor((query.data?.window.to ?? 0) / 60_000) * 60_000;
  const diff = useView(
    "graph-diff",
    { before: sideOf(state.before ?? "1"), after: state.snapshot ?? state.at ?? Math.max(1, now) },
    { enabled: state.before !== null && query.data !== undefined },
  );
  return (
    <ViewState query={query} what="The service graph" skeleton={<GraphSkeleton />}>
      {(data) =>
        data.nodes.length === 0 && state.at === null ? (
          <NoServices />
        ) : (
          <GraphFrame
            data={data}
            diff={state.before === null ? undefined : diff.data}
            state={state}
            onState={(next) => void setState(next)}
          />
        )
      }
    </ViewState>
  );
}

function NoServices() {
  return (
    <EmptyState
      className="m-auto"
      icon={<Share2 size={17} aria-hidden="true" />}
      title="No services yet"
    >
      Services appear with their first telemetry, calls between them with their first spans: send
      OTLP traces over HTTP; Settings, Send data has the address. What sends no telemetry of its
      own, such as a database, is drawn from its callers' spans.
    </EmptyState>
  );
}
