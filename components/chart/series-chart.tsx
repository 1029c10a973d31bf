"use client";
import dynamic from "next/dynamic";
import { useMemo, useState } from "react";
import { useZone } from "../providers/clock";
import { anomalyAt } from "./anomaly-at";
import type {
  ChartAnomaly,
  ChartDiff,
  ChartFlag,
  ChartPart,
  ChartPoint,
  ChartWash,
  TimeZoneName,
} from "./chart-data";
import { ChartTable } from "./chart-table";
import { type ChartSize, prepareChart, summarizeChart } from "./prepare-chart";
import { TimeSelection } from "./time-selection";
import { useWidth } from "./use-width";

export type SeriesChartProps = {
  /** What it shows, such as "pricing p95 latency"; its accessible name */
  title: string;
  points: readonly ChartPoint[];
  /** Range of the time axis, epoch ms */
  from: number;
  to: number;
  unit: string | null;
  /** Decides how values are written where the unit is absent, such as service.errors */
  metric?: string;
  /** overview 262 px, focus 136 px, small 142 px high */
  size?: ChartSize;
  /** Where the expected line becomes dashed */
  now?: number;
  anomalies?: readonly ChartAnomaly[];
  flags?: readonly ChartFlag[];
  washes?: readonly ChartWash[];
  diff?: readonly ChartDiff[];
  /** "expected" zooms the y axis to the ordinary range */
  fit?: "all" | "expected";
  gapMs?: number;
  /** Charts with the same id share their crosshair */
  syncId?: string;
  /** Called when a person drags over a span of time */
  onRange?: (from: number, to: number) => void;
  /** Called when a person clicks an anomaly, with where on the chart, pixels */
  onAnomaly?: (id: string, at: { x: number; y: number }) => void;
  /** The person's own choice when absent */
  zone?: TimeZoneName;
  hidden?: ReadonlySet<ChartPart>;
  /** The same series at another time, moved onto this range: a thin line behind */
  compare?: readonly ChartPoint[];
  /** Shows no tooltip: something else tells of a point already */
  quiet?: boolean;
  /** Offers the values as a table below the chart */
  table?: boolean;
};

const Drawing = dynamic(() => import("./series-drawing").then((m) => m.SeriesDrawing), {
  ssr: false,
  loading: () => null,
});
const none: ReadonlySet<ChartPart> = new Set();
const heights = { overview: 262, focus: 136, small: 142 } as const;

/**
 * One series over time: actual, expected and band, anomalies as recoloured runs, changes as flags, situations as a wash.
 * Its height is fixed, so a page does not jump while data or code arrives.
 */
export function SeriesChart(props: SeriesChartProps) {
  const [preferred] = useZone();
  const { title, size = "overview", zone = preferred, hidden = none, onRange, onAnomaly } = props;
  const { points, from, to, unit, metric, now, anomalies, flags, washes, diff, fit, gapMs } = props;
  const [box, width] = useWidth<HTMLDivElement>();
  const [asTable, setAsTable] = useState(false);
  const chart = useMemo(
    () =>
      width > 0
        ? prepareChart(
            { points, from, to, unit, metric, now, anomalies, flags, washes, diff, fit, gapMs },
            { width, size, zone },
          )
        : null,
    [
      width,
      size,
      zone,
      points,
      from,
      to,
      unit,
      metric,
      now,
      anomalies,
      flags,
      washes,
      diff,
      fit,
      gapMs,
    ],
  );
  const empty = chart?.rows.every((r) => r.value === null && r.ahead === undefined);
  return (
    <figure className="relative m-0 min-w-0">
      <figcaption className="sr-only">{summarizeChart(title, props)}</figcaption>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the table of anomalies offers the same by keyboard */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the table of anomalies offers the same by keyboard */}
      <div
        ref={box}
        className="relative w-full overflow-hidden"
        style={{ height: heights[size] }}
        onClick={(event) => {
          if (!chart || !onAnomaly) return;
          const corner = event.currentTarget.getBoundingClientRect();
          const at = { x: event.clientX - corner.left, y: event.clientY - corner.top };
          const id = anomalyAt(chart, anomalies ?? [], at.x);
          if (id) onAnomaly(id, at);
        }}
      >
        {chart && (
          <Drawing
            chart={chart}
            name={title}
            unit={props.unit}
            metric={props.metric}
            zone={zone}
            syncId={props.syncId}
            hidden={hidden}
            compare={props.compare}
            quiet={props.quiet}
          />
        )}
        {chart && onRange && <TimeSelection chart={chart} onRange={onRange} box={box} />}
        {empty && (
          <p className="pointer-events-none absolute inset-0 grid place-items-center text-muted text-xs">
            No data in this range
          </p>
        )}
      </div>
      {props.table && (
        <div className="flex justify-end">
          <button
            type="button"
            className="rounded px-1.5 py-0.5 text-faint text-xs hover:text-ink"
            aria-expanded={asTable}
            onClick={() => setAsTable(!asTable)}
          >
            {asTable ? "Hide values" : "Values as table"}
          </button>
        </div>
      )}
      {props.table && asTable && chart && (
        <ChartTable
          title={title}
          rows={chart.rows}
          unit={props.unit}
          metric={props.metric}
          zone={zone}
        />
      )}
    </figure>
  );
}
