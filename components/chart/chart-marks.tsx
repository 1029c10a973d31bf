import type { PreparedChart } from "./prepare-chart";
import type { PlacedFlag } from "./prepare-flags";

const flagColor = {
  change: "var(--change)",
  rollback: "var(--rollback)",
  verified: "var(--good)",
} as const;

const scales = (chart: PreparedChart) => {
  const { plot, axis } = chart;
  const [low, high] = axis.domain;
  return {
    x: (t: number) =>
      plot.left + ((t - chart.from) / (chart.to - chart.from)) * (plot.right - plot.left),
    y: (v: number) =>
      Math.max(
        plot.top - 4,
        Math.min(plot.bottom, plot.bottom - ((v - low) / (high - low)) * (plot.bottom - plot.top)),
      ),
  };
};

/** A flag nearer than this to the present speaks for it, pixels. */
const labelRoom = 70;

/** What lies under the lines: wash, grid, axes with their words, the ribbon of the situation. */
export function ChartBackdrop({ chart }: { chart: PreparedChart }) {
  const { plot, axis, ticks, washes, nowX } = chart;
  const { x, y } = scales(chart);
  const ribbonY = plot.bottom + 5;
  const hasRibbon = washes.length > 0 && chart.height - plot.bottom > 28;
  return (
    <g aria-hidden className="pointer-events-none">
      {washes.map((w) => (
        <rect
          key={w.key}
          x={w.x1}
          y={plot.top}
          width={w.x2 - w.x1}
          height={plot.bottom - plot.top}
          fill="var(--incident)"
        />
      ))}
      {axis.ticks.map((tick) => (
        <g key={tick.value}>
          <line
            x1={plot.left}
            x2={plot.right}
            y1={y(tick.value)}
            y2={y(tick.value)}
            stroke="var(--grid)"
          />
          <text
            x={plot.left - 8}
            y={y(tick.value) + 3.5}
            textAnchor="end"
            fontSize={11}
            fill="var(--faint)"
          >
            {tick.label}
          </text>
        </g>
      ))}
      {chart.showUnit && (
        <text x={plot.left - 8} y={plot.top - 7} textAnchor="end" fontSize={11} fill="var(--faint)">
          {axis.unit}
        </text>
      )}
      {ticks.map((tick) => (
        <text
          key={tick.t}
          // Half a label of room on either side: under the value axis there is some.
          x={Math.max(
            tick.label.length * 3.1,
            Math.min(x(tick.t), chart.width - tick.label.length * 3.1),
          )}
          y={chart.height - 6}
          textAnchor="middle"
          fontSize={11}
          fill="var(--faint)"
        >
          {tick.label}
        </text>
      ))}
      {hasRibbon && (
        <>
          <rect
            x={plot.left}
            y={ribbonY}
            width={(chart.nowX ?? plot.right) - plot.left}
            height={4}
            rx={2}
            fill="var(--good)"
            opacity={0.45}
          />
          {washes.map((w) => (
            <rect
              key={w.key}
              x={w.x1}
              y={ribbonY}
              width={w.x2 - w.x1}
              height={4}
              rx={2}
              fill="var(--strong-mark)"
            />
          ))}
        </>
      )}
      {nowX !== null && (
        <g>
          <line x1={nowX} x2={nowX} y1={plot.top} y2={plot.bottom} stroke="var(--border-strong)" />
          {chart.flags.some((f) => Math.abs(f.x - nowX) < labelRoom) ? null : (
            <text x={nowX} y={plot.top - 5} textAnchor="middle" fontSize={11} fill="var(--faint)">
              now
            </text>
          )}
        </g>
      )}
    </g>
  );
}

/** What lies over the lines: flags, one mark per anomaly, what a draft adds and removes. */
export function ChartMarks({
  chart,
  showAnomalies,
  showChanges,
}: {
  chart: PreparedChart;
  showAnomalies: boolean;
  showChanges: boolean;
}) {
  const { plot } = chart;
  const { x, y } = scales(chart);
  return (
    <g aria-hidden className="pointer-events-none">
      {showChanges &&
        chart.flags.map((f) => <Flag key={f.id} flag={f} top={plot.top} bottom={plot.bottom} />)}
      {showAnomalies &&
        chart.marks.map((m) => (
          <g key={m.id} transform={`translate(${x(m.t)} ${y(m.value)})`}>
            {m.shape === "diamond" ? (
              <path
                d="M0-5L5 0L0 5L-5 0Z"
                fill="var(--strong-mark)"
                stroke="var(--surface)"
                strokeWidth={1.25}
              />
            ) : (
              <circle r={3.5} fill="var(--weak-mark)" stroke="var(--surface)" strokeWidth={1.25} />
            )}
          </g>
        ))}
      {chart.diff.map((d) => (
        <circle
          key={`${d.kind}-${d.at}`}
          cx={x(d.at)}
          cy={y(d.value)}
          r={d.kind === "added" ? 7 : 3.5}
          fill={d.kind === "added" ? "none" : "var(--surface)"}
          stroke={d.kind === "added" ? "var(--good)" : "var(--muted)"}
          strokeWidth={1.5}
        />
      ))}
    </g>
  );
}

function Flag({ flag, top, bottom }: { flag: PlacedFlag; top: number; bottom: number }) {
  const color = flagColor[flag.kind];
  const y = top - 11;
  return (
    <g>
      <line
        x1={flag.x}
        x2={flag.x}
        y1={y}
        y2={bottom}
        stroke={color}
        strokeDasharray="3 3"
        strokeOpacity={0.9}
      />
      <path d={`M${flag.x} ${y}h8l-2.5 3.5 2.5 3.5h-8z`} fill={color} />
      {flag.label && (
        <text
          x={flag.side === "start" ? flag.x + 12 : flag.x - 5}
          y={y + 7}
          textAnchor={flag.side}
          fontSize={11}
          fill={color}
        >
          {flag.label}
        </text>
      )}
    </g>
  );
}
