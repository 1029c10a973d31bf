import { formatValue } from "../chart/format-value";
import { Part } from "./drawer-part";
import type { ShownEdge } from "./graph-data";

const most = 12;

/** Who calls a service and whom it calls, the busiest first. */
export function DrawerCalls({
  name,
  edges,
  onSelect,
}: {
  name: string;
  edges: readonly ShownEdge[];
  onSelect(service: string): void;
}) {
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
            <span className="whitespace-nowrap text-muted" title={e.missed.join(". ") || undefined}>
              {formatValue(e.rate, null)} ·{" "}
              <span
                className={
                  e.health === "strong" ? "text-strong" : e.health === "weak" ? "text-weak" : ""
                }
              >
                {formatValue(e.errorShare, "ratio")}
              </span>{" "}
              · {formatValue(e.p95, "ms")}
            </span>
          </li>
        ))}
      </ul>
      {lines.length > most ? (
        <p className="text-faint text-sm">{lines.length - most} more in the table of calls.</p>
      ) : null}
    </Part>
  );
}
