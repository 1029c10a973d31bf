"use client";
import { ScanSearch } from "lucide-react";
import {
  parseAsArrayOf,
  parseAsInteger,
  parseAsNumberLiteral,
  parseAsString,
  parseAsStringLiteral,
  useQueryStates,
} from "nuqs";
import { Segments } from "../chart/segments";
import { useKeys } from "../nav/use-keys";
import { useTimeRange } from "../nav/use-time-range";
import { useView, type ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { Select } from "../ui/select";
import { Skeleton, SkeletonRows } from "../ui/skeleton";
import { ViewState } from "../ui/view-state";
import { AnomalyTable } from "./anomaly-table";
import { Contributors } from "./contributors";
import { type CellSpan, LaneScale, Lanes } from "./lanes";
import { SelectedCharts } from "./selected-charts";
import { SeveritySteps } from "./severity-steps";

const parsers = {
  by: parseAsStringLiteral(["service", "metric", "detector"] as const).withDefault("service"),
  severity: parseAsNumberLiteral([1, 2, 3, 4, 5] as const).withDefault(4),
  sort: parseAsStringLiteral(["severity", "occurrence"] as const).withDefault("severity"),
  top: parseAsInteger.withDefault(10),
  lanes: parseAsArrayOf(parseAsString).withDefault([]),
  cell: parseAsInteger,
  cellTo: parseAsInteger,
};

type Data = ViewOutput<"anomalies">;

/** Where and when it was anomalous: lanes of cells, charts of what is chosen, the list, who contributed. */
export function AnomaliesPage() {
  const [state, setState] = useQueryStates(parsers, { history: "replace" });
  const range = useTimeRange();
  const { by, severity, sort, top } = state;
  const query = useView(
    "anomalies",
    { ...range.text, by, severity, sort, top },
    { topics: ["anomaly", "situation"], ...(range.live ? { everyMs: 30_000 } : {}) },
  );
  const chosen: CellSpan | null =
    state.cell === null || state.cellTo === null
      ? null
      : { lanes: state.lanes, from: state.cell, to: state.cellTo };
  const choose = (span: CellSpan | null) =>
    void setState({
      lanes: span ? [...span.lanes] : null,
      cell: span?.from ?? null,
      cellTo: span?.to ?? null,
    });
  useKeys({ Escape: () => choose(null) });
  return (
    <div className="flex flex-1 flex-col gap-4 p-5 max-md:p-3">
      <div className="flex flex-wrap items-center gap-2">
        <SeveritySteps value={severity} onChange={(v) => void setState({ severity: v })} />
        <Segments
          label="View by"
          value={by}
          options={[
            { value: "service", label: "Service" },
            { value: "metric", label: "Metric" },
            { value: "detector", label: "Detector" },
          ]}
          onChange={(v) => void setState({ by: v, lanes: null, cell: null, cellTo: null })}
        />
        <Segments
          label="Sort lanes"
          value={sort}
          options={[
            { value: "severity", label: "By severity" },
            { value: "occurrence", label: "By occurrence" },
          ]}
          onChange={(v) => void setState({ sort: v })}
        />
        <Select
          label="How many lanes"
          value={String(top)}
          options={[...new Set([10, 20, 30, top])].map((n) => ({
            value: String(n),
            label: `Top ${n}`,
          }))}
          onChange={(n) => void setState({ top: Number(n) })}
        />
        {query.data ? (
          <span className="ml-auto text-muted text-sm">
            {query.data.total} {query.data.total === 1 ? "anomaly" : "anomalies"}, {query.data.open}{" "}
            open, in {query.data.situations}{" "}
            {query.data.situations === 1 ? "situation" : "situations"}
            {query.data.quieter > 0 ? `; ${query.data.quieter} below this severity` : ""}
          </span>
        ) : null}
      </div>
      <ViewState query={query} what="The anomalies" skeleton={<LanesSkeleton />}>
        {(data) => (
          <Loaded
            data={data}
            chosen={chosen}
            onChoose={choose}
            onWiden={() => range.setPreset("now-1d")}
            onQuieter={() => void setState({ severity: 1 })}
            onMore={() => void setState({ top: Math.min(100, top + 10) })}
          />
        )}
      </ViewState>
    </div>
  );
}

function Loaded({
  data,
  chosen,
  onChoose,
  onWiden,
  onQuieter,
  onMore,
}: {
  data: Data;
  chosen: CellSpan | null;
  onChoose(span: CellSpan | null): void;
  onWiden(): void;
  onQuieter(): void;
  onMore(): void;
}) {
  const shown = chosen
    ? data.anomalies.filter(
        (a) =>
          a.startedAt < chosen.to &&
          (a.endedAt ?? data.to) >= chosen.from &&
          (chosen.lanes.length === 0 || chosen.lanes.includes(a.key)),
      )
    : data.anomalies;
  if (data.total === 0 && data.quieter > 0)
    return (
      <Card>
        <EmptyState
          icon={<ScanSearch size={17} aria-hidden="true" />}
          title="Nothing so severe in this range"
          action={<Button onClick={onQuieter}>Show all {data.quieter}</Button>}
        >
          {data.quieter === 1
            ? "One milder anomaly was seen. Alone it pages nobody."
            : `${data.quieter} milder anomalies were seen. Alone they page nobody.`}
        </EmptyState>
      </Card>
    );
  if (data.total === 0 && data.lanes.length === 0)
    return (
      <Card>
        <EmptyState
          icon={<ScanSearch size={17} aria-hidden="true" />}
          title="No anomalies in this range"
          action={<Button onClick={onWiden}>Look at the last day</Button>}
        >
          Detectors watch the golden signals of every service from its first request on. What leaves
          its band appears here within seconds.
        </EmptyState>
      </Card>
    );
  const cell = data.cellMs / 60_000;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4 xl:grid-cols-[minmax(0,1fr)_280px]">
      <div className="flex min-w-0 flex-col gap-4">
        <Card
          title={`Highest score in each ${cell >= 60 ? `${cell / 60} h` : `${cell} min`}`}
          aside={<LaneScale />}
        >
          <Lanes data={data} chosen={chosen} onChoose={onChoose} />
          {data.lanesTotal > data.lanes.length ? (
            <p className="border-line border-t px-3.5 py-2 text-muted text-sm">
              {data.lanesTotal - data.lanes.length} more lanes are quieter than these.{" "}
              {data.lanes.length < 100 ? (
                <button type="button" className="text-accent hover:underline" onClick={onMore}>
                  Show more
                </button>
              ) : null}
            </p>
          ) : null}
        </Card>
        <SelectedCharts anomalies={shown} from={data.from} to={data.to} chosen={chosen} />
        <Card
          title="Anomalies"
          note={chosen ? "in the selection" : undefined}
          aside={
            data.total > data.anomalies.length
              ? `newest ${data.anomalies.length.toLocaleString("en-US")} of ${data.cut ? "more than " : ""}${data.total.toLocaleString("en-US")}`
              : shown.length
          }
        >
          {shown.length === 0 ? (
            <p className="p-3.5 text-muted">
              None. {chosen ? "Choose other cells, or clear the selection." : ""}
            </p>
          ) : (
            <AnomalyTable anomalies={shown} silencedUntil={data.silencedUntil} />
          )}
        </Card>
      </div>
      <Contributors
        anomalies={shown}
        flags={data.flags.filter((f) => !chosen || (f.at >= chosen.from && f.at <= chosen.to))}
        chosen={chosen}
        onClear={() => onChoose(null)}
      />
    </div>
  );
}

function LanesSkeleton() {
  return (
    <div
      role="status"
      aria-label="Loading"
      className="grid gap-4 xl:grid-cols-[minmax(0,1fr)_280px]"
    >
      <div className="grid gap-4">
        <Skeleton className="h-[320px] w-full rounded-lg" />
        <Card>
          <SkeletonRows rows={8} />
        </Card>
      </div>
      <Skeleton className="h-[220px] w-full rounded-lg" />
    </div>
  );
}
