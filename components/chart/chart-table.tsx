import type { TimeZoneName } from "./chart-data";
import { formatInstant } from "./format-instant";
import { formatValue } from "./format-value";
import type { ChartRow } from "./prepare-rows";

/** The values of a chart in words, for who reads rather than looks. */
export function ChartTable({
  title,
  rows,
  unit,
  metric,
  zone,
}: {
  title: string;
  rows: readonly ChartRow[];
  unit: string | null;
  metric?: string | undefined;
  zone: TimeZoneName;
}) {
  const write = (v: number | null | undefined) => formatValue(v ?? null, unit, metric);
  return (
    <section
      className="max-h-64 overflow-auto rounded-md border border-line"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard
      tabIndex={0}
      aria-label={`${title}, values`}
    >
      <table className="w-full text-sm">
        <thead className="sticky top-0 bg-surface text-left text-muted">
          <tr>
            <th className="px-3 py-1.5 font-medium">Time</th>
            <th className="px-3 py-1.5 text-right font-medium">Actual</th>
            <th className="px-3 py-1.5 text-right font-medium">Expected</th>
            <th className="px-3 py-1.5 text-right font-medium">Ordinary</th>
            <th className="px-3 py-1.5 font-medium">Verdict</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((r) => (
            <tr key={r.t} className="border-line border-t">
              <td className="px-3 py-1 whitespace-nowrap">{formatInstant(r.t, zone)}</td>
              <td className="px-3 py-1 text-right">
                {r.value === null ? "no data" : write(r.value)}
              </td>
              <td className="px-3 py-1 text-right">{write(r.expected ?? r.ahead)}</td>
              <td className="px-3 py-1 text-right">
                {r.lower === undefined && r.upper === undefined
                  ? "–"
                  : `${write(r.lower)} to ${write(r.upper)}`}
              </td>
              <td className="px-3 py-1">
                {r.strong !== undefined
                  ? "STRONG"
                  : r.weak !== undefined
                    ? "WEAK"
                    : (r.level ?? "–")}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
