import { formatValue } from "../chart/format-value";
import { barRoom, waterfallColumns } from "./waterfall-row";

const shares = [0, 0.25, 0.5, 0.75, 1];

/** Times from the trace's begin over the bars. */
export function TimeRuler({ durationMs }: { durationMs: number }) {
  return (
    <div
      aria-hidden="true"
      className={`grid h-7 items-center border-line border-b text-muted text-xs ${waterfallColumns}`}
    >
      <span className="px-3.5">Service and operation</span>
      <span className={`relative h-full ${barRoom}`}>
        {shares.map((share) => (
          <span
            key={share}
            className={`absolute top-1/2 -translate-y-1/2 whitespace-nowrap ${share === 0 ? "" : share === 1 ? "-translate-x-1/2" : "-translate-x-1/2 max-md:hidden"}`}
            style={{ left: `${share * 100}%` }}
          >
            {formatValue(durationMs * share, "ms")}
          </span>
        ))}
      </span>
    </div>
  );
}
