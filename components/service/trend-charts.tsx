"use client";
import { useMemo } from "react";
import { formatValue } from "../chart/format-value";
import { SeriesChart } from "../chart/series-chart";
import { Card } from "../ui/card";
import { chartPoints, type TrendKey } from "./prepare-trend";
import type { ServiceData } from "./service-page";

const charts: readonly { key: TrendKey; title: string; unit: string }[] = [
  { key: "rate", title: "Requests", unit: "req/s" },
  { key: "errorShare", title: "Failing", unit: "ratio" },
  { key: "p50", title: "Latency p50", unit: "ms" },
  { key: "p95", title: "Latency p95", unit: "ms" },
  { key: "p99", title: "Latency p99", unit: "ms" },
];

/** Rate, failures and latencies of the whole service, or of one operation, with one crosshair and its changes as flags. */
export function TrendCharts({
  data,
  onRange,
}: {
  data: ServiceData;
  onRange(from: number, to: number): void;
}) {
  const { objective } = data;
  const limit = { errorShare: objective.errors, p95: objective.p95Ms } as Partial<
    Record<TrendKey, number | null>
  >;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4 md:grid-cols-2 xl:grid-cols-6">
      {charts.map((c, i) => (
        <Chart
          key={c.key}
          chart={c}
          data={data}
          limit={limit[c.key] ?? null}
          className={i < 2 ? "xl:col-span-3" : "xl:col-span-2"}
          onRange={onRange}
        />
      ))}
    </div>
  );
}

function Chart({
  chart: { key, title, unit },
  data,
  limit,
  className,
  onRange,
}: {
  chart: (typeof charts)[number];
  data: ServiceData;
  limit: number | null;
  className: string;
  onRange(from: number, to: number): void;
}) {
  const points = useMemo(
    () => chartPoints(data.points, key, data.from, data.bucketMs),
    [data.points, key, data.from, data.bucketMs],
  );
  const total = data.total[key];
  const over = limit !== null && total !== null && total > limit;
  return (
    <Card
      title={title}
      className={className}
      aside={
        <>
          {limit === null ? null : <span>objective {formatValue(limit, unit)}</span>}
          <span className={over ? "font-semibold text-weak" : "font-semibold text-ink"}>
            {formatValue(total, unit)}
          </span>
        </>
      }
    >
      <SeriesChart
        size="small"
        title={`${data.service} ${title}`}
        points={points}
        from={data.from}
        to={data.to}
        unit={unit}
        flags={data.changes}
        gapMs={1.5 * data.bucketMs}
        syncId="service"
        onRange={onRange}
        table
      />
    </Card>
  );
}
