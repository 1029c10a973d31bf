import Link from "next/link";
import { formatValue } from "../chart/format-value";
import { useTimeRange } from "../nav/use-time-range";
import { tracesOfCall } from "../trace/traces-url";
import { Part } from "./drawer-part";
import type { ShownEdge } from "./graph-data";
import { Judged } from "./judged";

const most = 12;

/** Who calls a service and whom it calls, the busiest first. */
export function DrawerCalls({
  name,
  edges,
  linked = false,
  onSelect,
}: {
  name: string;
  edges: readonly ShownEdge[];
  /** Figures lead to the traces of the calls */
  linked?: boolean;
  onSelect(service: string): void;
}) {
  const { text } = useTimeRange();
  const lines = [
    ...edges.filter((e) => e.callee === name).map((e) => ({ ...e, other: e.caller, way: "from" })),
    ...edges.filter((e) => e.caller === name).map((e) => ({ ...e, other: e.callee, way: "to" })),
  ].sort((a, b) => (a.way === b.way ? b.rate - a.rate : a.way === "from" ? -1 : 1));
  if (lines.length === 0) return null;
  return (
    <Part title="Calls" aside="req/s · failing · p95">
      <ul>
        {lines.slice(0, most).map((e) => (
          <li key={`${e.way}-${e.other}`} className="flex min-h-7 items-center gap-2 text-sm">
            <span className="w-7 text-faint">{e.way}</span>
            <button
              type="button"
              className="min-w-0 flex-1 truncate text-left hover:underline"
              onClick={() => onSelect(e.other)}
            >
              {e.other}
            </button>
            {linked ? (
              <Link
                href={tracesOfCall(e.caller, e.callee, { failed: e.errorShare > 0, ...text })}
                className="hover:underline"
                title={e.errorShare > 0 ? "Traces in which it failed" : "Its slowest traces"}
              >
                <Figures edge={e} />
              </Link>
            ) : (
              <Figures edge={e} />
            )}
          </li>
        ))}
      </ul>
      {lines.length > most ? (
        <p className="text-faint text-sm">{lines.length - most} more in the table of calls.</p>
      ) : null}
    </Part>
  );
}

const Figures = ({ edge: e }: { edge: ShownEdge }) => (
  <span className="whitespace-nowrap text-muted">
    {formatValue(e.rate, null)} ·{" "}
    <Judged edge={e} signal="errors">
      {formatValue(e.errorShare, "ratio")}
    </Judged>{" "}
    ·{" "}
    <Judged edge={e} signal="p95">
      {formatValue(e.p95, "ms")}
    </Judged>
  </span>
);
