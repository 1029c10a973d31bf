"use client";
import { Area, ComposedChart, Line, Tooltip, XAxis, YAxis, ZIndexLayer } from "recharts";
import type { ChartPart, ChartPoint, TimeZoneName } from "./chart-data";
import { ChartBackdrop, ChartMarks } from "./chart-marks";
import { ChartTooltip } from "./chart-tooltip";
import type { PreparedChart } from "./prepare-chart";

export type SeriesDrawingProps = {
  chart: PreparedChart;
  name: string;
  unit: string | null;
  metric?: string | undefined;
  zone: TimeZoneName;
  syncId?: string | undefined;
  /** Lines that a person has switched off */
  hidden: ReadonlySet<ChartPart>;
  /** Shows no tooltip: something else tells of a point already */
  quiet?: boolean | undefined;
  compare?: readonly ChartPoint[] | undefined;
};

/** Charts that share a crosshair have points at different times: take the nearest one. */
const nearestTick = (
  ticks: readonly { value?: unknown; coordinate?: number }[],
  data: { activeLabel?: string | number | undefined },
) => {
  const at = Number(data.activeLabel);
  let best = 0;
  for (let i = 1; i < ticks.length; i++)
    if (Math.abs(Number(ticks[i]?.value) - at) < Math.abs(Number(ticks[best]?.value) - at))
      best = i;
  return best;
};

const still = { isAnimationActive: false, dot: false, type: "linear" } as const;

/** Draws a prepared chart with Recharts; decides nothing. */
export function SeriesDrawing({
  chart,
  name,
  unit,
  metric,
  zone,
  syncId,
  hidden,
  compare,
  quiet = false,
}: SeriesDrawingProps) {
  const { plot, axis } = chart;
  return (
    <ComposedChart
      width={chart.width}
      height={chart.height}
      data={chart.rows}
      margin={{
        top: plot.top,
        right: chart.width - plot.right,
        bottom: chart.height - plot.bottom,
        left: plot.left,
      }}
      accessibilityLayer
      title={name}
      {...(syncId ? { syncId, syncMethod: nearestTick } : {})}
    >
      <ZIndexLayer zIndex={-90}>
        <ChartBackdrop chart={chart} />
      </ZIndexLayer>
      <XAxis
        dataKey="t"
        type="number"
        scale="linear"
        domain={[chart.from, chart.to]}
        allowDataOverflow
        hide
      />
      <YAxis type="number" domain={axis.domain} allowDataOverflow hide />
      {!hidden.has("band") && (
        <Area
          {...still}
          dataKey="band"
          stroke="none"
          fill="var(--band)"
          fillOpacity={1}
          activeDot={false}
          connectNulls={false}
        />
      )}
      {!hidden.has("expected") && (
        <Line
          {...still}
          dataKey="expected"
          stroke="var(--expected)"
          strokeWidth={1.25}
          activeDot={false}
        />
      )}
      {!hidden.has("expected") && (
        <Line
          {...still}
          dataKey="ahead"
          stroke="var(--expected)"
          strokeWidth={1.25}
          strokeDasharray="4 3"
          activeDot={false}
        />
      )}
      {compare && compare.length > 0 && (
        <Line
          {...still}
          data={[...compare]}
          dataKey="value"
          stroke="var(--faint)"
          strokeWidth={1}
          strokeOpacity={0.7}
          activeDot={false}
          tooltipType="none"
        />
      )}
      <Line
        {...still}
        dataKey="value"
        stroke="var(--series)"
        strokeWidth={1.5}
        strokeLinejoin="round"
        activeDot={{ r: 3, fill: "var(--series)", stroke: "var(--surface)", strokeWidth: 1.5 }}
      />
      {!hidden.has("anomalies") && (
        <Line
          {...still}
          dataKey="weak"
          stroke="var(--weak-mark)"
          strokeWidth={1.75}
          activeDot={false}
        />
      )}
      {!hidden.has("anomalies") && (
        <Line
          {...still}
          dataKey="strong"
          stroke="var(--strong-mark)"
          strokeWidth={1.75}
          activeDot={false}
        />
      )}
      <ZIndexLayer zIndex={700}>
        <ChartMarks
          chart={chart}
          showAnomalies={!hidden.has("anomalies")}
          showChanges={!hidden.has("changes")}
        />
      </ZIndexLayer>
      {quiet ? null : (
        <Tooltip
          isAnimationActive={false}
          cursor={{ stroke: "var(--faint)", strokeWidth: 1, strokeDasharray: "2 3" }}
          wrapperStyle={{ zIndex: 20, outline: "none" }}
          allowEscapeViewBox={{ x: false, y: true }}
          content={({ active, payload }) => (
            <ChartTooltip
              row={
                active
                  ? (payload?.[0]?.payload as PreparedChart["rows"][number] | undefined)
                  : undefined
              }
              chart={chart}
              unit={unit}
              metric={metric}
              zone={zone}
            />
          )}
        />
      )}
    </ComposedChart>
  );
}
