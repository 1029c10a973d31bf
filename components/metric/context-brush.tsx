"use client";
import { type KeyboardEvent, type PointerEvent, useMemo, useRef, useState } from "react";
import { formatInstant } from "../chart/format-instant";
import { timeTicks, zoneOffset } from "../chart/prepare-time-ticks";
import { useWidth } from "../chart/use-width";
import { useZone } from "../providers/clock";
import { brushPath, dragged, type Span } from "./prepare-brush";

const height = 44;

/**
 * The wider context of a chart as a thin line; the shaded window is what the chart above shows. Drag the window or its
 * ends, or drag elsewhere for a new one; with the keyboard the arrows move each end by a fortieth.
 */
export function ContextBrush({
  points,
  context,
  window: shown,
  runs,
  onWindow,
}: {
  points: readonly { t: number; value: number | null }[];
  context: Span;
  window: Span;
  /** Anomalies, as ticks under the line */
  runs: readonly { id: string; from: number; to: number; level: "WEAK" | "STRONG" }[];
  onWindow(span: Span): void;
}) {
  const [zone] = useZone();
  const [box, width] = useWidth<HTMLDivElement>();
  const [draft, setDraft] = useState<Span | null>(null);
  const grip = useRef<{ at: number; part: "from" | "to" | "both" | "new"; start: Span } | null>(
    null,
  );
  const span = draft ?? shown;
  const x = (t: number) =>
    Math.max(0, Math.min(width, ((t - context.from) / (context.to - context.from)) * width));
  const line = useMemo(
    () => brushPath(points, context, { width, height }),
    [points, context, width],
  );
  const ticks = timeTicks(
    context.from,
    context.to,
    Math.max(2, Math.floor(width / 130)),
    zoneOffset(zone),
  );
  const timeAt = (e: PointerEvent) => {
    const left = box.current?.getBoundingClientRect().left ?? 0;
    return context.from + ((e.clientX - left) / width) * (context.to - context.from);
  };
  const onDown = (e: PointerEvent) => {
    if (e.button !== 0) return;
    e.currentTarget.setPointerCapture(e.pointerId);
    const near = (t: number) => Math.abs(x(t) - x(timeAt(e))) <= 7;
    const t = timeAt(e);
    const part = near(span.from)
      ? "from"
      : near(span.to)
        ? "to"
        : t > span.from && t < span.to
          ? "both"
          : "new";
    grip.current = { at: t, part, start: part === "new" ? { from: t, to: t } : span };
  };
  const onMove = (e: PointerEvent) => {
    if (grip.current) setDraft(dragged(grip.current, timeAt(e), context));
  };
  const onUp = () => {
    grip.current = null;
    if (draft && draft.to > draft.from) onWindow(draft);
    setDraft(null);
  };
  const step = (context.to - context.from) / 40;
  const onKey = (end: "from" | "to") => (e: KeyboardEvent) => {
    const by = { ArrowLeft: -step, ArrowRight: step }[e.key];
    if (by === undefined) return;
    e.preventDefault();
    onWindow(dragged({ at: span[end], part: end, start: span }, span[end] + by, context));
  };
  return (
    <div
      ref={box}
      className="relative cursor-crosshair touch-none select-none"
      style={{ height: height + 18 }}
      onPointerDown={onDown}
      onPointerMove={onMove}
      onPointerUp={onUp}
    >
      {width > 0 && (
        <svg width={width} height={height + 18} aria-hidden="true" className="block">
          <path d={line} fill="none" stroke="var(--faint)" strokeWidth={1} />
          {runs.map((r) => (
            <rect
              key={r.id}
              x={x(r.from)}
              y={height - 3}
              width={Math.max(2, x(r.to) - x(r.from))}
              height={3}
              rx={1}
              fill={r.level === "STRONG" ? "var(--strong-mark)" : "var(--weak-mark)"}
            />
          ))}
          {ticks
            .filter((tick) => x(tick.t) > 24 && x(tick.t) < width - 24)
            .map((tick) => (
              <text
                key={tick.t}
                x={x(tick.t)}
                y={height + 14}
                fontSize={11}
                textAnchor="middle"
                fill="var(--faint)"
              >
                {tick.label}
              </text>
            ))}
        </svg>
      )}
      <div
        className="pointer-events-none absolute top-0 rounded-xs border border-accent bg-accent-soft"
        style={{ left: x(span.from), width: Math.max(3, x(span.to) - x(span.from)), height }}
      />
      {(["from", "to"] as const).map((end) => (
        <div
          key={end}
          role="slider"
          tabIndex={0}
          aria-label={end === "from" ? "Start of the chart" : "End of the chart"}
          aria-valuemin={context.from}
          aria-valuemax={context.to}
          aria-valuenow={Math.round(span[end])}
          aria-valuetext={formatInstant(span[end], zone)}
          onKeyDown={onKey(end)}
          className="absolute w-2 -translate-x-1/2 cursor-ew-resize rounded-xs before:absolute before:inset-y-2.5 before:left-[3px] before:w-0.5 before:rounded-full before:bg-accent"
          style={{ left: x(span[end]), top: 0, height }}
        />
      ))}
    </div>
  );
}
