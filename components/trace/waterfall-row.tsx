"use client";
import { ChevronRight, CircleAlert, Copy, TriangleAlert } from "lucide-react";
import { formatValue } from "../chart/format-value";
import { cn } from "../ui/cn";
import type { WaterfallRow as Row } from "./prepare-waterfall";
import type { TraceSpan } from "./trace-data";

export const waterfallColumns =
  "grid-cols-[minmax(0,55%)_minmax(0,1fr)] lg:grid-cols-[minmax(0,42%)_minmax(0,1fr)]";
/** Beside the longest bar there is room for its duration. */
export const barRoom = "mr-[72px]";
/** Deeper levels are not set in further: names must stay readable. */
const maxIndent = 14;
const indentPx = 14;

/** One span: its name in its place of the tree, its bar in time. */
export function WaterfallRow({
  row,
  durationMs,
  folded,
  critical,
  faded,
  onFold,
  onOpen,
}: {
  row: Row<TraceSpan>;
  durationMs: number;
  folded: boolean;
  /** Draws its stretches on the critical path */
  critical: boolean;
  faded: boolean;
  onFold(): void;
  onOpen(): void;
}) {
  const { span } = row;
  return (
    <div className={cn("grid h-full items-center", waterfallColumns, faded && "opacity-40")}>
      <div
        className="flex min-w-0 items-center gap-1 pr-2 pl-2"
        style={{ paddingLeft: 8 + Math.min(row.depth, maxIndent) * indentPx }}
      >
        {row.children > 0 ? (
          <button
            type="button"
            aria-expanded={!folded}
            aria-label={`${folded ? "Unfold" : "Fold"} ${row.below} spans below ${span.name}`}
            onClick={onFold}
            className="grid size-5 shrink-0 place-items-center rounded-xs text-muted hover:bg-raised hover:text-ink"
          >
            <ChevronRight size={13} aria-hidden="true" className={folded ? "" : "rotate-90"} />
          </button>
        ) : (
          <span className="size-5 shrink-0" />
        )}
        <button
          type="button"
          onClick={onOpen}
          className="flex min-w-0 flex-1 items-center gap-1.5 text-left -outline-offset-2"
        >
          {span.error ? (
            <CircleAlert size={13} aria-label="failed" className="shrink-0 text-strong" />
          ) : null}
          <span className="truncate">
            <span className="font-medium">{span.service}</span>{" "}
            <span className="text-muted">{span.name}</span>
          </span>
          {row.orphan ? (
            <span title="Its parent is not here" className="shrink-0 text-weak">
              <TriangleAlert size={12} aria-label="without parent" />
            </span>
          ) : null}
          {row.duplicate ? (
            <span title="Another span has the same id" className="shrink-0 text-weak">
              <Copy size={11} aria-label="id used twice" />
            </span>
          ) : null}
          {folded ? (
            <span className="shrink-0 text-faint text-sm">
              +{row.below}
              {row.errorsBelow > 0 ? (
                <span className="text-strong"> {row.errorsBelow} failed</span>
              ) : null}
            </span>
          ) : null}
        </button>
      </div>
      <Bar row={row} durationMs={durationMs} critical={critical} />
    </div>
  );
}

function Bar({
  row,
  durationMs,
  critical,
}: {
  row: Row<TraceSpan>;
  durationMs: number;
  critical: boolean;
}) {
  const share = (ms: number) => (durationMs > 0 ? (ms / durationMs) * 100 : 0);
  const left = share(row.from);
  const width = share(row.to - row.from);
  const { error, duration } = row.span;
  // Where a failure only passes through, it is paler than where it began.
  const tone = error ? (row.errorsBelow > 0 ? "bg-strong-mark/45" : "bg-strong-mark") : "bg-edge";
  return (
    <div className={cn("relative h-full", barRoom)} aria-hidden="true">
      <i
        className={cn("absolute top-1/2 h-2 -translate-y-1/2 rounded-[2px]", tone)}
        style={{ left: `${left}%`, width: `max(2px, ${width}%)` }}
      />
      {critical
        ? row.critical.map((part) => (
            <i
              key={part.from}
              className="absolute top-1/2 mt-1 h-[3px] bg-accent"
              style={{
                left: `${share(part.from)}%`,
                width: `max(1px, ${share(part.to - part.from)}%)`,
              }}
            />
          ))
        : null}
      <span
        className="absolute top-1/2 -translate-y-1/2 whitespace-nowrap px-1.5 text-muted text-xs"
        style={{ left: `calc(${left}% + max(2px, ${width}%))` }}
      >
        {formatValue(duration, "ms")}
      </span>
    </div>
  );
}
