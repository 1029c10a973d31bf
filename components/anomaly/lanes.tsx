"use client";
import { useRef, useState } from "react";
import { severityStep } from "@/lib/detect/model";
import { timeTicks, zoneOffset } from "../chart/prepare-time-ticks";
import { useZone } from "../providers/clock";
import type { ViewOutput } from "../query";
import { cn } from "../ui/cn";
import { formatTime } from "../ui/format";
import { severityTones } from "./severity-steps";

type Data = ViewOutput<"anomalies">;
type Cell = Data["overall"][number];
/** A span of time in some lanes; no lanes: in all of them */
export type CellSpan = { lanes: readonly string[]; from: number; to: number };

const moves: Record<string, readonly [rows: number, cells: number]> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
};

/** Five steps from weak to strong, by level and score; shape comes with the words on hover and in the table. */
function toneOf(cell: Cell): string {
  if (cell === null) return "bg-hover/60";
  if (cell === "unwatched")
    return "bg-[radial-gradient(circle,var(--faint)_1.2px,transparent_1.5px)]";
  if (cell === "silent")
    return "bg-[repeating-linear-gradient(135deg,var(--border-strong)_0_1px,transparent_1px_5px)]";
  return severityTones[severityStep(cell.level, cell.score)];
}

/**
 * A lane of cells over everything and one for each service, metric or detector. A click or a drag chooses a span of time
 * in a lane; with Ctrl another lane joins. The same span is outlined in the lane over everything. Arrow keys move between
 * cells, Enter chooses, with Shift it joins.
 */
export function Lanes({
  data,
  chosen,
  onChoose,
}: {
  data: Data;
  chosen: CellSpan | null;
  onChoose(span: CellSpan | null): void;
}) {
  const [zone] = useZone();
  const grip = useRef<{ lane: string | null; index: number; joins: boolean } | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const [cursor, setCursor] = useState<[lane: number, cell: number]>([0, 0]);
  const [drag, setDrag] = useState<CellSpan | null>(null);
  const span = (lane: string | null, a: number, b: number, joins: boolean): CellSpan => {
    const made = {
      lanes: lane === null ? [] : [lane],
      from: data.from + Math.min(a, b) * data.cellMs,
      to: Math.min(data.to, data.from + (Math.max(a, b) + 1) * data.cellMs),
    };
    if (!joins || !chosen || lane === null || chosen.lanes.length === 0) return made;
    return {
      lanes: [...new Set([...chosen.lanes, lane])],
      from: Math.min(chosen.from, made.from),
      to: Math.max(chosen.to, made.to),
    };
  };
  const focus = (row: number, cell: number) => {
    const to: [number, number] = [
      Math.max(0, Math.min(data.lanes.length, row)),
      Math.max(0, Math.min(count - 1, cell)),
    ];
    setCursor(to);
    box.current?.querySelector<HTMLElement>(`[data-cell="${to[0]}-${to[1]}"]`)?.focus();
  };
  const shown = drag ?? chosen;
  const count = data.overall.length;
  const clock = (t: number) =>
    formatTime(t, { zone, seconds: false, date: data.to - data.from > 86_400_000 });
  const share = (t: number) =>
    Math.max(0, Math.min(100, ((t - data.from) / (count * data.cellMs)) * 100));
  const lane = (
    row: number,
    key: string | null,
    title: string,
    cells: readonly Cell[],
    end: string,
    endTone: string,
  ) => {
    const outlined =
      shown && (key === null || shown.lanes.length === 0 || shown.lanes.includes(key));
    return (
      <div key={key ?? "overall"} className="flex h-[27px] items-center gap-3">
        <span
          className={cn(
            "w-[148px] shrink-0 truncate max-lg:w-[104px] max-sm:w-20",
            key === null && "font-semibold",
          )}
          title={title}
        >
          {title}
        </span>
        <div className="relative flex h-full min-w-0 flex-1 gap-px py-px">
          {cells.map((cell, i) => {
            const from = data.from + i * data.cellMs;
            const label = `${title}, ${clock(from)}, ${wordsOf(cell)}`;
            return (
              <button
                key={from - data.from}
                type="button"
                data-cell={`${row}-${i}`}
                tabIndex={row === cursor[0] && i === Math.min(cursor[1], count - 1) ? 0 : -1}
                aria-label={label}
                title={label}
                className={cn(
                  "h-full min-w-0 flex-1 rounded-[2px] -outline-offset-1 hover:brightness-125",
                  toneOf(cell),
                )}
                onPointerDown={(e) => {
                  if (e.button !== 0) return;
                  const joins = e.ctrlKey || e.metaKey;
                  grip.current = { lane: key, index: i, joins };
                  setCursor([row, i]);
                  setDrag(span(key, i, i, joins));
                  const up = () => {
                    window.removeEventListener("pointerup", up);
                    grip.current = null;
                    setDrag((d) => {
                      if (d) queueMicrotask(() => onChoose(d));
                      return null;
                    });
                  };
                  window.addEventListener("pointerup", up);
                }}
                onPointerEnter={() => {
                  const held = grip.current;
                  if (held) setDrag(span(held.lane, held.index, i, held.joins));
                }}
                onKeyDown={(e) => {
                  if (e.key === "Enter" || e.key === " ") {
                    e.preventDefault();
                    onChoose(span(key, i, i, e.shiftKey || e.ctrlKey));
                  }
                  const by = moves[e.key];
                  if (!by) return;
                  e.preventDefault();
                  focus(row + by[0], i + by[1]);
                }}
              />
            );
          })}
          {outlined ? (
            <span
              aria-hidden="true"
              className="pointer-events-none absolute inset-y-0 rounded-[3px] border-2 border-accent"
              style={{
                left: `${share(shown.from)}%`,
                width: `${share(shown.to) - share(shown.from)}%`,
              }}
            />
          ) : null}
        </div>
        <span className={cn("w-9 shrink-0 text-right text-sm", endTone)}>{end}</span>
      </div>
    );
  };
  const score = (top: number) => (top > 0 ? top.toFixed(1) : "none");
  const tone = (level: "WEAK" | "STRONG" | null) =>
    level === "STRONG"
      ? "font-semibold text-strong"
      : level === "WEAK"
        ? "font-semibold text-weak"
        : "text-faint";
  const worst = data.lanes.reduce((m, l) => Math.max(m, l.top), 0);
  const worstLevel = data.lanes.some((l) => l.level === "STRONG")
    ? "STRONG"
    : worst > 0
      ? "WEAK"
      : null;
  return (
    <div ref={box} className="select-none p-3.5 pt-2.5">
      {lane(0, null, "Everything", data.overall, score(worst), tone(worstLevel))}
      <div className="h-1.5" />
      {data.lanes.map((l, i) => lane(i + 1, l.key, l.title, l.cells, score(l.top), tone(l.level)))}
      <div
        className="relative mt-1.5 mr-12 ml-[160px] h-4 text-faint text-xs max-lg:ml-[116px] max-sm:ml-[92px]"
        aria-hidden="true"
      >
        {timeTicks(data.from, data.from + count * data.cellMs, 7, zoneOffset(zone)).map((t, i) => (
          <span
            key={t.t}
            className={cn(
              "absolute -translate-x-1/2 whitespace-nowrap",
              i % 2 === 1 && "max-sm:hidden",
            )}
            style={{ left: `${share(t.t)}%` }}
          >
            {t.label}
          </span>
        ))}
      </div>
    </div>
  );
}

function wordsOf(cell: Cell): string {
  if (cell === null) return "quiet";
  if (cell === "silent") return "no data";
  if (cell === "unwatched") return "not watched yet";
  return `${cell.level} ${cell.score.toFixed(1)}, ${cell.count} ${cell.count === 1 ? "anomaly" : "anomalies"}`;
}

/** The scale of the cells, in words beside it. */
export function LaneScale() {
  return (
    <span className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm [&>span]:flex [&>span]:items-center [&>span]:gap-1.5">
      <span>
        WEAK
        {Object.values(severityTones).map((tone) => (
          <i key={tone} className={cn("block h-3 w-3.5 rounded-[2px]", tone)} />
        ))}
        STRONG
      </span>
      <span>
        <i className="block h-3 w-3.5 rounded-[2px] bg-[repeating-linear-gradient(135deg,var(--border-strong)_0_1px,transparent_1px_5px)]" />
        no data
      </span>
      <span>
        <i className="block h-3 w-3.5 bg-[length:5px_12px] bg-[radial-gradient(circle,var(--faint)_1.2px,transparent_1.5px)]" />
        not watched yet
      </span>
    </span>
  );
}
