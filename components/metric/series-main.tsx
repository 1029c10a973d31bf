"use client";
import Link from "next/link";
import { useState } from "react";
import { LabelDialog } from "../anomaly/label-dialog";
import { SilenceDialog } from "../anomaly/silence-dialog";
import type { ChartPart } from "../chart/chart-data";
import { ChartLegend } from "../chart/chart-legend";
import { Segments } from "../chart/segments";
import { SeriesChart } from "../chart/series-chart";
import { useView, type ViewOutput } from "../query";
import { Card } from "../ui/card";
import { Select } from "../ui/select";
import { AnomalyPopover } from "./anomaly-popover";
import { ContextBrush } from "./context-brush";
import { JoinSituation } from "./join-situation";
import type { ShownSeries } from "./series-contributors";

const noneHidden: ReadonlySet<ChartPart> = new Set();
type Metric = ViewOutput<"metric">;

const fits = [
  { value: "all", label: "All values" },
  { value: "expected", label: "Expected range" },
] as const;
const offsets = [
  { value: "0", label: "No comparison" },
  { value: "1", label: "1 day before" },
  { value: "7", label: "1 week before" },
] as const;

/**
 * The series over the range with its band and marks, other times or series to compare with, what one may do about an anomaly,
 * and the wider context to move in.
 */
export function SeriesMain({
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
  const [silencing, setSilencing] = useState(false);
  const [joining, setJoining] = useState<string | null>(null);
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
          quiet={anomaly !== undefined && picked !== null}
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
            onSilence={() => {
              setSilencing(true);
              setPicked(null);
            }}
            onJoin={() => {
              setJoining(anomaly.id);
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
        <SilenceDialog
          series={
            silencing
              ? {
                  id: series.id,
                  name: `${series.service ?? ""} ${series.title}`.trim(),
                  until: data.taught.silencedUntil,
                }
              : null
          }
          onClose={() => setSilencing(false)}
        />
        <JoinSituation anomalyId={joining} onClose={() => setJoining(null)} />
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
