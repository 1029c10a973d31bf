import { formatValue } from "../chart/format-value";
import type { Point, ShownEdge } from "./graph-data";

const statusWords = { added: "Added", removed: "Removed", changed: "Changed", same: "" } as const;

/** The numbers of one edge, beside the pointer. */
export function EdgeTip({ edge, at }: { edge: ShownEdge; at: Point }) {
  const name = (id: string) => id.replace(/^group:/, "");
  return (
    <div
      className="pointer-events-none absolute z-10 whitespace-nowrap rounded-md border border-line-strong bg-raised px-2.5 py-1.5 text-sm shadow-float"
      style={{ left: Math.max(8, at.x + 12), top: Math.max(8, at.y + 12) }}
    >
      <p className="font-medium">
        {name(edge.caller)} → {name(edge.callee)}
        {edge.bundles ? (
          <span className="font-normal text-muted"> · {edge.bundles} edges</span>
        ) : null}
      </p>
      <p className="text-muted">
        {formatValue(edge.rate, "req/s")} · {formatValue(edge.errorShare, "ratio")} failing
        {edge.stale ? " · silent for 3 min" : ""}
      </p>
      <p className="text-muted">
        p50 {formatValue(edge.p50, "ms")} · p95 {formatValue(edge.p95, "ms")} · p99{" "}
        {formatValue(edge.p99, "ms")}
        {edge.bundles ? " (slowest)" : ""}
      </p>
      {edge.missed.slice(0, 2).map((m) => (
        <p key={m.says} className={m.far ? "text-strong" : "text-weak"}>
          {m.says}
        </p>
      ))}
      {edge.status && edge.status !== "same" ? (
        <p className="text-accent">
          {[statusWords[edge.status], ...(edge.says ?? []).slice(0, 3)].join(": ")}
        </p>
      ) : null}
    </div>
  );
}
