"use client";
import { type RefObject, useEffect, useRef, useState } from "react";
import type { PreparedChart } from "./prepare-chart";

/**
 * Dragging over a chart chooses a span of time. Listens on the chart's box, so that the crosshair below keeps working;
 * Escape gives up. What is shorter than 6 px is a click, not a span.
 */
export function TimeSelection({
  chart,
  onRange,
  box,
}: {
  chart: Pick<PreparedChart, "plot" | "from" | "to">;
  onRange: (from: number, to: number) => void;
  box: RefObject<HTMLDivElement | null>;
}) {
  const [span, setSpan] = useState<[number, number] | null>(null);
  const latest = useRef({ chart, onRange });
  // Outside system: the listeners below, which live longer than one drawing of the chart.
  useEffect(() => {
    latest.current = { chart, onRange };
  });
  // Outside system: pointer and keyboard events of the browser.
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    let start: number | null = null;
    let end = 0;
    const at = (event: PointerEvent) => {
      const { plot } = latest.current.chart;
      const x = event.clientX - element.getBoundingClientRect().left;
      return Math.max(plot.left, Math.min(plot.right, x));
    };
    const down = (event: PointerEvent) => {
      if (event.button !== 0 || event.pointerType === "touch") return;
      start = end = at(event);
    };
    const move = (event: PointerEvent) => {
      if (start === null) return;
      end = at(event);
      if (Math.abs(end - start) >= 6) {
        event.preventDefault();
        setSpan([Math.min(start, end), Math.max(start, end)]);
      }
    };
    const up = () => {
      if (start === null) return;
      const [x1, x2] = [Math.min(start, end), Math.max(start, end)];
      start = null;
      setSpan(null);
      if (x2 - x1 < 6) return;
      const { plot, from, to } = latest.current.chart;
      const time = (x: number) =>
        Math.round(from + ((x - plot.left) / (plot.right - plot.left)) * (to - from));
      latest.current.onRange(time(x1), time(x2));
    };
    const cancel = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      start = null;
      setSpan(null);
    };
    element.addEventListener("pointerdown", down);
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", up);
    window.addEventListener("keydown", cancel);
    return () => {
      element.removeEventListener("pointerdown", down);
      window.removeEventListener("pointermove", move);
      window.removeEventListener("pointerup", up);
      window.removeEventListener("keydown", cancel);
    };
  }, [box]);
  if (!span) return null;
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute border-accent border-x bg-accent-soft"
      style={{
        left: span[0],
        width: span[1] - span[0],
        top: chart.plot.top,
        height: chart.plot.bottom - chart.plot.top,
      }}
    />
  );
}
