import type { TimeZoneName } from "./chart-data";
import { formatInstant, formatUtcClock } from "./format-instant";
import { formatValue } from "./format-value";
import type { PreparedChart } from "./prepare-chart";
import type { ChartRow } from "./prepare-rows";

/** The values under the crosshair: time local and UTC, actual, expected, band, what was said, changes near. */
export function ChartTooltip({
  row,
  chart,
  unit,
  metric,
  zone,
}: {
  row: ChartRow | undefined;
  chart: PreparedChart;
  unit: string | null;
  metric?: string | undefined;
  zone: TimeZoneName;
}) {
  if (!row) return null;
  const write = (v: number | null | undefined) => formatValue(v ?? null, unit, metric);
  const expected = row.expected ?? row.ahead;
  const reach = (chart.to - chart.from) / (chart.plot.right - chart.plot.left);
  const near = chart.flags.filter((f) => f.flags.some((x) => Math.abs(x.at - row.t) < 8 * reach));
  const level =
    row.level ?? (row.strong !== undefined ? "STRONG" : row.weak !== undefined ? "WEAK" : null);
  return (
    <div className="min-w-40 max-w-72 rounded-md border border-line-strong bg-raised px-2.5 py-2 text-sm shadow-float">
      <div className="mb-1 flex items-baseline justify-between gap-4 whitespace-nowrap">
        <span className="font-medium text-ink">{formatInstant(row.t, zone)}</span>
        {zone === "local" && <span className="font-mono text-faint">{formatUtcClock(row.t)}</span>}
      </div>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-0.5">
        <dt className="text-muted">Actual</dt>
        <dd className="text-right font-medium text-ink">
          {row.value === null ? "no data" : write(row.value)}
        </dd>
        {expected !== undefined && (
          <>
            <dt className="text-muted">Expected</dt>
            <dd className="text-right text-ink">{write(expected)}</dd>
          </>
        )}
        {(row.lower !== undefined || row.upper !== undefined) && (
          <>
            <dt className="text-muted">Ordinary</dt>
            <dd className="text-right text-ink">
              {row.lower === undefined
                ? `up to ${write(row.upper)}`
                : row.upper === undefined
                  ? `from ${write(row.lower)}`
                  : `${write(row.lower)} to ${write(row.upper)}`}
            </dd>
          </>
        )}
        {(level === "WEAK" || level === "STRONG") && (
          <>
            <dt className="text-muted">Verdict</dt>
            <dd
              className={`text-right font-medium ${level === "STRONG" ? "text-strong" : "text-weak"}`}
            >
              {level}
            </dd>
          </>
        )}
      </dl>
      {near.length > 0 && (
        <ul className="mt-1.5 border-line border-t pt-1.5 text-change">
          {near
            .flatMap((f) => f.flags)
            .map((f) => (
              <li key={f.id}>{f.label}</li>
            ))}
        </ul>
      )}
    </div>
  );
}
