"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { formatValue } from "../chart/format-value";
import { TimeSelection } from "../chart/time-selection";
import { useWidth } from "../chart/use-width";
import { useZone } from "../providers/clock";
import { formatTime } from "../ui/format";
import { type Dot, dotAt, prepareScatter } from "./prepare-scatter";

const height = 168;

/**
 * Found traces by time and duration; failed ones are red diamonds. Pointing names one, a click opens it, dragging zooms.
 * The table below says the same to those who cannot see or point.
 */
export function TraceScatter({
  dots,
  from,
  to,
  onRange,
}: {
  dots: readonly (readonly [number, number, number, string])[];
  from: number;
  to: number;
  onRange(from: number, to: number): void;
}) {
  const [box, width] = useWidth<HTMLDivElement>();
  const [zone] = useZone();
  const router = useRouter();
  const [near, setNear] = useState<Dot | null>(null);
  const scatter = prepareScatter(dots, { from, to, width, height, zone });
  const { plot } = scatter;
  const at = (e: React.PointerEvent | React.MouseEvent) => {
    const r = e.currentTarget.getBoundingClientRect();
    return dotAt(scatter, e.clientX - r.left, e.clientY - r.top);
  };
  return (
    <div
      ref={box}
      className={`relative select-none ${near ? "cursor-pointer" : "cursor-crosshair"}`}
      style={{ height }}
      onPointerMove={(e) => setNear(at(e))}
      onPointerLeave={() => setNear(null)}
      onClick={(e) => {
        const dot = at(e);
        if (dot) router.push(`/traces/${dot.id}`);
      }}
      aria-hidden="true"
    >
      {width > 0 ? (
        <svg width={width} height={height} className="block" aria-hidden="true">
          {scatter.ticksY.map((t) => (
            <g key={t.ms}>
              <line x1={plot.left} x2={plot.right} y1={t.y} y2={t.y} stroke="var(--grid)" />
              <text x={plot.left - 8} y={t.y + 4} textAnchor="end" className="fill-muted text-xs">
                {formatValue(t.ms, "ms")}
              </text>
            </g>
          ))}
          {scatter.ticksX.map((t) => (
            <text
              key={t.x}
              x={t.x}
              y={height - 5}
              textAnchor="middle"
              className="fill-muted text-xs"
            >
              {t.label}
            </text>
          ))}
          {scatter.dots.map((d) =>
            d.failed ? (
              <path
                key={d.id}
                d={`M${d.x} ${d.y - 4}l4 4l-4 4l-4 -4z`}
                fill="var(--strong-mark)"
                opacity={0.85}
              />
            ) : (
              <circle key={d.id} cx={d.x} cy={d.y} r={2.5} fill="var(--series)" opacity={0.45} />
            ),
          )}
          {near ? (
            <circle
              cx={near.x}
              cy={near.y}
              r={6}
              fill="none"
              stroke="var(--accent)"
              strokeWidth={2}
            />
          ) : null}
        </svg>
      ) : null}
      <TimeSelection chart={scatter} onRange={onRange} box={box} />
      {near ? (
        <p
          className="pointer-events-none absolute z-10 whitespace-nowrap rounded-md border border-line-strong bg-raised px-2 py-1 text-sm shadow-float"
          style={{
            top: Math.max(0, near.y - 40),
            ...(near.x > width / 2 ? { right: width - near.x + 12 } : { left: near.x + 12 }),
          }}
        >
          <span className="font-medium">{formatValue(near.duration, "ms")}</span>
          <span className="text-muted"> at {formatTime(near.start, { zone })}</span>
          {near.failed ? <span className="text-strong"> failed</span> : null}
        </p>
      ) : null}
    </div>
  );
}
