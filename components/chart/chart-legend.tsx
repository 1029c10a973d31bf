"use client";
import { cn } from "../ui/cn";
import type { ChartPart } from "./chart-data";

const swatches = {
  expected: <path d="M0 5h14" stroke="var(--expected)" strokeWidth="1.5" />,
  band: <rect y="1" width="14" height="8" rx="2" fill="var(--expected)" opacity="0.25" />,
  anomalies: (
    <>
      <circle cx="3" cy="5" r="2.5" fill="var(--weak-mark)" />
      <path d="M10.5 1.5L14 5l-3.5 3.5L7 5z" fill="var(--strong-mark)" />
    </>
  ),
  changes: <path d="M4 0v10M4 .5h7l-2 2.5 2 2.5H4" stroke="var(--change)" fill="var(--change)" />,
} as const;

const words = {
  expected: "Expected",
  band: "Band",
  anomalies: "Weak, strong",
  changes: "Change",
} as const;

/** What the lines and marks mean; each is a button that shows or hides it. */
export function ChartLegend({
  parts,
  hidden,
  onHidden,
  className,
}: {
  parts: readonly ChartPart[];
  hidden: ReadonlySet<ChartPart>;
  onHidden(hidden: ReadonlySet<ChartPart>): void;
  className?: string;
}) {
  return (
    <div className={cn("flex flex-wrap items-center gap-x-1 text-muted text-sm", className)}>
      <span className="flex items-center gap-1.5 px-1.5">
        <svg width="14" height="10" aria-hidden="true">
          <path d="M0 5h14" stroke="var(--series)" strokeWidth="1.75" />
        </svg>
        Actual
      </span>
      {parts.map((part) => (
        <button
          key={part}
          type="button"
          aria-pressed={!hidden.has(part)}
          onClick={() => {
            const next = new Set(hidden);
            if (!next.delete(part)) next.add(part);
            onHidden(next);
          }}
          className={cn(
            "flex h-6 items-center gap-1.5 rounded-sm px-1.5 hover:bg-hover hover:text-ink",
            hidden.has(part) && "text-faint line-through",
          )}
        >
          <svg
            width="14"
            height="10"
            aria-hidden="true"
            className={cn(hidden.has(part) && "opacity-30")}
          >
            {swatches[part]}
          </svg>
          {words[part]}
        </button>
      ))}
    </div>
  );
}
