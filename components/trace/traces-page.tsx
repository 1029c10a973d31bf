"use client";
import { Waypoints } from "lucide-react";
import {
  parseAsBoolean,
  parseAsFloat,
  parseAsString,
  parseAsStringLiteral,
  useQueryStates,
} from "nuqs";
import { formatValue } from "../chart/format-value";
import { Segments } from "../chart/segments";
import { useTimeRange } from "../nav/use-time-range";
import { useView, type ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { ListFrame } from "../ui/list-frame";
import { Skeleton, SkeletonRows } from "../ui/skeleton";
import { StatTiles } from "../ui/stat-tiles";
import { Time } from "../ui/time";
import { CopyLink } from "./copy-link";
import { QueryBox } from "./query-box";
import { TraceFilters } from "./trace-filters";
import { TraceRows } from "./trace-rows";
import { TraceScatter } from "./trace-scatter";

type Data = ViewOutput<"traces">;
const orders = ["recent", "slowest", "spans"] as const;
const parsers = {
  q: parseAsString.withDefault(""),
  service: parseAsString.withDefault(""),
  operation: parseAsString.withDefault(""),
  failed: parseAsBoolean.withDefault(false),
  /** At least so long, ms */
  min: parseAsFloat,
  order: parseAsStringLiteral(orders).withDefault("recent"),
};

/** Search over traces: in words, by what is chosen beside it, and by time. Everything is in the address. */
export function TracesPage() {
  const [state, setState] = useQueryStates(parsers, { history: "push" });
  const range = useTimeRange();
  const { min, ...rest } = state;
  const query = useView(
    "traces",
    { ...range.text, ...rest, atLeastMs: min },
    range.live ? { everyMs: 30_000 } : {},
  );
  const set = (next: Partial<typeof state>) => void setState(next);
  const data = query.data;
  const isFiltered =
    state.q !== "" ||
    state.service !== "" ||
    state.operation !== "" ||
    state.failed ||
    min !== null;
  const clear = () => set({ q: "", service: "", operation: "", failed: false, min: null });
  return (
    <ListFrame
      query={query}
      what="The traces"
      skeleton={<Loading />}
      filters={
        <>
          <QueryBox value={state.q} mistake={data?.mistake ?? null} onChange={(q) => set({ q })} />
          <TraceFilters facets={data?.facets} state={state} onChange={set} />
        </>
      }
    >
      {(found) => (
        <>
          <Tiles
            data={found}
            failed={state.failed}
            onFailed={() => set({ failed: !state.failed })}
          />
          {found.total === 0 ? (
            <Card>
              <None data={found} filtered={isFiltered} onClear={clear} onWiden={range.setPreset} />
            </Card>
          ) : (
            <>
              <Card
                title="Duration"
                note={<span className="max-md:hidden">a dot is a trace, red ones failed</span>}
                aside={<span className="max-lg:hidden">drag to zoom, click to open</span>}
                bodyClassName="p-2"
              >
                <TraceScatter
                  dots={found.facets.dots}
                  from={found.from}
                  to={found.to}
                  onRange={(from, to) => range.setWindow({ from, to })}
                />
              </Card>
              <Card
                title="Traces"
                note={
                  found.total > found.traces.length
                    ? `${found.traces.length} of ${found.total.toLocaleString("en-US")}`
                    : found.total.toLocaleString("en-US")
                }
                aside={
                  <>
                    <Segments
                      label="Order"
                      value={state.order}
                      options={[
                        { value: "recent", label: "Latest" },
                        { value: "slowest", label: "Slowest" },
                        { value: "spans", label: "Most spans" },
                      ]}
                      onChange={(order) => set({ order })}
                      className="h-[26px]"
                    />
                    <CopyLink range={{ from: found.from, to: found.to }} />
                  </>
                }
              >
                <TraceRows traces={found.traces} />
              </Card>
            </>
          )}
          <Kept data={found} />
        </>
      )}
    </ListFrame>
  );
}

function Tiles({ data, failed, onFailed }: { data: Data; failed: boolean; onFailed(): void }) {
  const { facets, total, looked } = data;
  return (
    <StatTiles
      tiles={[
        {
          label: "Traces",
          value: total.toLocaleString("en-US"),
          ...(looked < total
            ? {
                unit: `latest ${looked.toLocaleString("en-US")} shown`,
                hint: "Choose a shorter time to see all of them",
              }
            : {}),
        },
        {
          label: "With a failure",
          value: facets.failed.toLocaleString("en-US"),
          ...(facets.failed > 0 && looked > 0
            ? { unit: formatValue(facets.failed / looked, "ratio"), tone: "strong" as const }
            : {}),
          onPress: onFailed,
          pressed: failed,
        },
        { label: "Half are faster than", value: formatValue(facets.p50, "ms") },
        { label: "5 % are slower than", value: formatValue(facets.p95, "ms") },
        {
          label: "Slowest",
          value: looked > 0 ? formatValue(Math.max(...facets.dots.map((d) => d[1])), "ms") : "–",
        },
        { label: "Services", value: String(facets.services.length) },
      ]}
    />
  );
}

function None({
  data,
  filtered,
  onClear,
  onWiden,
}: {
  data: Data;
  filtered: boolean;
  onClear(): void;
  onWiden(from: string): void;
}) {
  const title = data.mistake
    ? "The search is not understood"
    : filtered
      ? "No trace matches"
      : "No traces in this time";
  return (
    <EmptyState
      icon={<Waypoints size={17} aria-hidden="true" />}
      title={title}
      action={
        filtered ? (
          <Button onClick={onClear}>Clear the search</Button>
        ) : (
          <Button onClick={() => onWiden("now-1d")}>Look at the last day</Button>
        )
      }
    >
      {data.mistake ??
        (filtered
          ? "Take something away, or choose a longer time."
          : "Send OTLP traces to /v1/traces or Zipkin spans to /api/v2/spans; Settings, Send data has the address and the lines to copy.")}
    </EmptyState>
  );
}

function Kept({ data }: { data: Data }) {
  const share = Math.round(data.keepShare * 100);
  return (
    <p className="text-faint text-sm">
      {share < 100 ? (
        <>
          Everything since <Time at={data.wholeSince} seconds={false} date />; before that all
          failed and slow traces and {share} % of the others. Counts on charts and the graph are
          always of all.{" "}
        </>
      ) : null}
      Kept {data.keepDays} {data.keepDays === 1 ? "day" : "days"}.
    </p>
  );
}

function Loading() {
  return (
    <div role="status" aria-label="Loading" className="grid gap-4">
      <Skeleton className="h-[68px] rounded-lg" />
      <Skeleton className="h-[224px] rounded-lg" />
      <Card>
        <SkeletonRows rows={12} />
      </Card>
    </div>
  );
}
