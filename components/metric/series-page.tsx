"use client";
import Link from "next/link";
import { parseAsInteger, parseAsString, useQueryStates } from "nuqs";
import { useState } from "react";
import { LabelDialog } from "../anomaly/label-dialog";
import type { ChartPart } from "../chart/chart-data";
import { ChartLegend } from "../chart/chart-legend";
import { formatValue } from "../chart/format-value";
import { Segments } from "../chart/segments";
import { SeriesChart } from "../chart/series-chart";
import { useTimeRange } from "../nav/use-time-range";
import { useView, type ViewOutput } from "../query";
import { Card } from "../ui/card";
import { Chip } from "../ui/chip";
import { Select } from "../ui/select";
import { Skeleton } from "../ui/skeleton";
import { Ago } from "../ui/time";
import { ViewState } from "../ui/view-state";
import { AnomalyPopover } from "./anomaly-popover";
import { ContextBrush } from "./context-brush";
import { SeriesAnomalies } from "./series-anomalies";
import { SeriesContributors, type ShownSeries } from "./series-contributors";
import { SeriesSide } from "./series-side";

const parsers = {
  detector: parseAsString.withDefault(""),
  before: parseAsInteger.withDefault(0),
};
const noneHidden: ReadonlySet<ChartPart> = new Set();
type Metric = ViewOutput<"metric">;

/** One series: its chart with band and marks, the wider context to move in, its anomalies, and who watches it. */
export function SeriesPage({ id }: { id: number }) {
  const range = useTimeRange();
  const [state, setState] = useQueryStates(parsers, { history: "replace" });
  const [shown, setShown] = useState<ShownSeries | null>(null);
  const query = useView(
    "metric",
    { id, ...range.text, detector: state.detector, beforeDays: state.before },
    { topics: ["samples", "anomaly", "change"], ...(range.live ? { everyMs: 15_000 } : {}) },
  );
  return (
    <div className="mx-auto flex w-full max-w-[1320px] flex-1 flex-col gap-4 p-5 max-md:p-3">
      <ViewState query={query} what="This series" skeleton={<SeriesSkeleton />}>
        {(data) => (
          <>
            <Head data={data} />
            <div className="grid grid-cols-[minmax(0,1fr)] gap-4 xl:grid-cols-[minmax(0,1fr)_300px]">
              <div className="flex min-w-0 flex-col gap-4">
                <Chart
                  data={data}
                  before={state.before}
                  onBefore={(before) => {
                    setShown(null);
                    void setState({ before });
                  }}
                  range={range.text}
                  other={shown}
                  onRange={(from, to) => range.setWindow({ from, to })}
                />
                <SeriesAnomalies data={data} />
                <SeriesContributors id={id} range={range.text} shown={shown} onShown={setShown} />
              </div>
              <SeriesSide data={data} onDetector={(detector) => void setState({ detector })} />
            </div>
          </>
        )}
      </ViewState>
    </div>
  );
}

const lastOf = (data: Metric) => data.points.findLast((p) => p.value !== null) ?? null;

function Head({ data }: { data: Metric }) {
  const { series } = data;
  const last = lastOf(data);
  const open = data.anomalies.find((a) => a.endedAt === null) ?? null;
  const write = (v: number | null) => formatValue(v, series.unit, series.metric);
  return (
    <header className="flex flex-wrap items-start gap-x-6 gap-y-2">
      <div className="min-w-0">
        <h1 className="flex flex-wrap items-center gap-2 font-semibold text-xl">
          {series.service ? <span>{series.service}</span> : null}
          <span className={series.service ? "font-normal text-muted" : ""}>{series.title}</span>
        </h1>
        <p className="truncate text-muted text-sm">
          <span className="font-mono">{series.metric}</span>
          {series.tagWords ? ` · ${series.tagWords}` : ""}
          {series.origin === "simulated" ? " · history simulated" : ""}
        </p>
      </div>
      <dl className="ml-auto flex gap-6 text-right max-sm:ml-0 max-sm:text-left">
        <div>
          <dt className="text-muted text-sm">{last ? <Ago at={last.t} /> : "Last value"}</dt>
          <dd
            className={`font-semibold text-lg ${open?.level === "STRONG" ? "text-strong" : open ? "text-weak" : ""}`}
          >
            {write(last?.value ?? null)}
          </dd>
        </div>
        {last?.expected === null || last?.expected === undefined ? null : (
          <div>
            <dt className="text-muted text-sm">Expected</dt>
            <dd className="text-lg">{write(last.expected)}</dd>
          </div>
        )}
        <div>
          <dt className="text-muted text-sm">State</dt>
          <dd className="flex h-6 items-center">
            {open ? (
              <Chip tone={open.level === "STRONG" ? "strong" : "weak"}>{open.level}</Chip>
            ) : data.detector ? (
              <Chip tone="good">in band</Chip>
            ) : (
              <Chip>not watched</Chip>
            )}
          </dd>
        </div>
      </dl>
    </header>
  );
}

const fits = [
  { value: "all", label: "All values" },
  { value: "expected", label: "Expected range" },
] as const;
const offsets = [
  { value: "0", label: "No comparison" },
  { value: "1", label: "1 day before" },
  { value: "7", label: "1 week before" },
] as const;

function Chart({
  data,
  before,
  range,
  other,
  onBefore,
  onRange,
}: {
  data: Metric;
  before: number;
  range: { from: string; to: string };
  /** Another series of the metric to draw behind */
  other: ShownSeries | null;
  onBefore(days: number): void;
  onRange(from: number, to: number): void;
}) {
  const [hidden, setHidden] = useState(noneHidden);
  const [fit, setFit] = useState<"all" | "expected">("all");
  const [picked, setPicked] = useState<{ id: string; at: { x: number; y: number } } | null>(null);
  const [labelling, setLabelling] = useState<string | null>(null);
  const line = useView(
    "metric-contributors",
    { id: data.series.id, ...range, show: other?.id ?? null },
    { enabled: other !== null },
  );
  const anomaly = data.anomalies.find((a) => a.id === picked?.id);
  const { series } = data;
  const parts: ChartPart[] = data.detector
    ? ["expected", "band", "anomalies", "changes"]
    : ["anomalies", "changes"];
  return (
    <Card
      title="In this range"
      note={`${data.count.toLocaleString("en-US")} points`}
      aside={<ChartLegend parts={parts} hidden={hidden} onHidden={setHidden} />}
      bodyClassName="p-3.5 pt-2"
    >
      <div className="flex flex-wrap items-center justify-end gap-2 pb-1">
        {other ? (
          <span className="mr-auto flex items-center gap-1.5 text-muted text-sm">
            <svg width="14" height="10" aria-hidden="true">
              <path d="M0 5h14" stroke="var(--faint)" />
            </svg>
            {other.name}
          </span>
        ) : null}
        <Select
          label="Compare with"
          value={String(before)}
          options={offsets}
          onChange={(value) => onBefore(Number(value))}
          className="h-[26px] text-sm"
        />
        {data.detector ? (
          <Segments
            label="Value axis"
            value={fit}
            options={fits}
            onChange={(fit) => setFit(fit)}
            className="h-[26px]"
          />
        ) : null}
      </div>
      <div className="relative">
        <SeriesChart
          size="overview"
          title={`${series.service ?? ""} ${series.title}`.trim()}
          points={data.points}
          compare={other ? (line.data?.line ?? []) : data.before}
          from={data.from}
          to={data.to}
          now={data.now}
          unit={series.unit}
          metric={series.metric}
          anomalies={data.anomalies}
          flags={data.flags}
          washes={data.situations.map((s) => ({ from: s.from, to: s.to, label: s.title }))}
          fit={fit}
          hidden={hidden}
          onRange={onRange}
          onAnomaly={(id, at) => setPicked({ id, at })}
          table
        />
        {anomaly && picked ? (
          <AnomalyPopover
            anomaly={anomaly}
            service={series.service}
            at={picked.at}
            onLabel={() => {
              setLabelling(anomaly.id);
              setPicked(null);
            }}
            onClose={() => setPicked(null)}
          />
        ) : null}
        <LabelDialog
          anomalyId={labelling}
          label={data.anomalies.find((a) => a.id === labelling)?.label ?? null}
          onClose={() => setLabelling(null)}
        />
      </div>
      <div className="mt-2 border-line border-t pt-3">
        <ContextBrush
          points={data.context.points}
          context={{ from: data.context.from, to: data.context.to }}
          window={{ from: data.from, to: data.to }}
          runs={data.anomalies.map((a) => ({
            id: a.id,
            from: a.startedAt,
            to: a.endedAt ?? data.now,
            level: a.level,
          }))}
          onWindow={(span) => onRange(span.from, span.to)}
        />
      </div>
      {data.situations.length > 0 ? (
        <p className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-sm">
          {data.situations.map((s) => (
            <Link
              key={s.id}
              href={`/situations/${s.id}`}
              className="text-muted hover:text-ink hover:underline"
            >
              <span className="font-mono">S-{s.id}</span> {s.title}
            </Link>
          ))}
        </p>
      ) : null}
    </Card>
  );
}

function SeriesSkeleton() {
  return (
    <div role="status" aria-label="Loading" className="grid gap-4">
      <Skeleton className="h-12 w-72" />
      <div className="grid gap-4 xl:grid-cols-[minmax(0,1fr)_300px]">
        <Skeleton className="h-[440px] w-full rounded-lg" />
        <Skeleton className="h-[300px] w-full rounded-lg" />
      </div>
    </div>
  );
}
