import { Boxes, Database, Globe } from "lucide-react";
import { formatValue, writeValue } from "../chart/format-value";
import { cn } from "../ui/cn";
import { cardWidth, heightOf, type ShownNode } from "./graph-data";
import { HealthRing } from "./health-ring";

const isStore = /(db|cache|redis|postgres|mysql|mongo|sql|kafka|queue)/i;

/** What one service shows on the graph: name, health, change, version, and its three numbers. */
export function NodeCard({
  node,
  selected,
  faded,
  suspects,
}: {
  node: ShownNode;
  selected: boolean;
  faded: boolean;
  suspects: boolean;
}) {
  const first = suspects && node.suspect?.rank === 1;
  const blamed = suspects && node.suspect !== null;
  const tone = node.health === "strong" ? "text-strong" : node.health === "weak" ? "text-weak" : "";
  const isBad = (signal: "errors" | "p95") =>
    node.missed.some((m) => m.signal === signal) ||
    node.anomalies.some((a) =>
      signal === "p95" ? a.metric.includes("latency") : a.metric.endsWith(".errors"),
    );
  return (
    <div
      style={{ width: cardWidth, height: heightOf(node) }}
      className={cn(
        "relative rounded-lg border bg-surface px-2.5 py-2 text-left transition-opacity",
        node.health === "strong"
          ? "border-strong-mark"
          : node.health === "weak"
            ? "border-weak-mark"
            : "border-line-strong",
        node.external && "bg-bg",
        node.members && "border-2",
        node.status === "added" && "border-good",
        node.status === "removed" && "border-strong-mark border-dashed opacity-60",
        blamed && "shadow-[0_0_0_7px_var(--strong-soft)]",
        selected && "outline-2 outline-accent outline-offset-2",
        faded && "opacity-25",
      )}
    >
      {first ? (
        <span className="absolute -top-7 left-5 flex h-5 items-center whitespace-nowrap rounded-sm border border-strong bg-bg px-[7px] font-medium text-strong text-xs">
          First suspect {node.suspect?.score.toFixed(2)}
        </span>
      ) : null}
      {suspects && node.order !== null ? (
        <span
          title={`Left its band as number ${node.order}`}
          className={cn(
            "absolute -top-2.5 -left-2.5 grid size-[19px] place-items-center rounded-full border font-semibold text-[10px]",
            node.order === 1
              ? "border-strong bg-strong-mark text-accent-ink"
              : "border-line-strong bg-bg text-ink",
          )}
        >
          {node.order}
        </span>
      ) : null}
      <div className="flex h-5 items-center gap-[7px]">
        {node.external && node.health !== "weak" && node.health !== "strong" ? (
          <ExternalIcon name={node.name} />
        ) : (
          <HealthRing health={node.health} />
        )}
        <span className="min-w-0 flex-1 truncate font-medium text-base">
          {node.title ?? node.name}
        </span>
        {node.members ? (
          <span className="flex items-center gap-1 text-faint text-xs">
            <Boxes size={12} aria-hidden="true" /> {node.members.length}
          </span>
        ) : null}
        {node.status === "added" || node.status === "removed" ? (
          <span
            className={cn("font-semibold", node.status === "added" ? "text-good" : "text-strong")}
          >
            {node.status === "added" ? "+" : "−"}
          </span>
        ) : null}
        {node.change ? (
          <svg
            width="9"
            height="10"
            role="img"
            aria-label={`Changed: ${node.change}`}
            className="shrink-0"
          >
            <path d="M1 0v10M1 .5h7l-2 3 2 3H1" fill="var(--change)" stroke="var(--change)" />
          </svg>
        ) : null}
        {node.version && !node.external ? (
          <span className="max-w-14 truncate text-faint text-xs">{node.version}</span>
        ) : null}
      </div>
      {node.external ? (
        <p className="truncate text-muted text-xs">
          {node.rate === null ? "External" : `External · ${formatValue(node.rate, "req/s")}`}
          {isBad("errors") ? ` · ${formatValue(node.errorShare, "ratio")} fail` : ""}
        </p>
      ) : (
        <dl className="mt-1.5 grid grid-cols-[1fr_1fr_1.15fr] gap-1 text-sm leading-[15px]">
          <Fact name="req/s" value={writeValue(node.rate, "req/s").number} />
          <Fact
            name="err %"
            value={writeValue(node.errorShare, "ratio").number}
            className={isBad("errors") ? tone : ""}
          />
          <Fact
            name="p95"
            value={formatValue(node.p95, "ms")}
            className={isBad("p95") ? tone : ""}
          />
        </dl>
      )}
    </div>
  );
}

function Fact({ name, value, className }: { name: string; value: string; className?: string }) {
  return (
    <div className="min-w-0">
      <dt className="text-[10.5px] text-muted leading-[13px]">{name}</dt>
      <dd className={cn("whitespace-nowrap", className)}>{value}</dd>
    </div>
  );
}

function ExternalIcon({ name }: { name: string }) {
  const Icon = isStore.test(name) ? Database : Globe;
  return <Icon size={14} strokeWidth={1.6} className="shrink-0 text-muted" aria-hidden="true" />;
}
