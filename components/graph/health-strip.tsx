"use client";
import { Pause, Play } from "lucide-react";
import { formatSpan } from "@/lib/series/format-span";
import { timeTicks, zoneOffset } from "../chart/prepare-time-ticks";
import { useTimeRange } from "../nav/use-time-range";
import { useZone } from "../providers/clock";
import { Button } from "../ui/button";
import { Chip } from "../ui/chip";
import { cn } from "../ui/cn";
import { formatTime } from "../ui/format";
import { windowWords } from "./graph-banners";
import type { GraphData } from "./graph-data";
import { usePlay } from "./use-play";

const tone = {
  ok: "bg-good/40",
  weak: "bg-weak-mark",
  strong: "bg-strong-mark",
  unknown: "bg-line",
} as const;
const words = { ok: "in band", weak: "WEAK", strong: "STRONG", unknown: "no data" } as const;

/** Where a tick's words stand: centred under it, at the ends flush with the strip so that they never leave it. */
const atShare = (x: number) => ({
  left: `${x * 100}%`,
  transform: `translateX(${x < 0.02 ? 0 : x > 0.98 ? -100 : -50}%)`,
});

/** The range as 60 cells of the worst health anywhere; choosing one shows the graph as it was then. */
export function HealthStrip({
  data,
  at,
  onAt,
}: {
  data: GraphData;
  at: number | null;
  onAt(at: number | null): void;
}) {
  const [zone] = useZone();
  const { live } = useTimeRange();
  const width = (data.to - data.from) / data.slots.length;
  const clock = (t: number) =>
    formatTime(t, { zone, seconds: width < 60_000, date: data.to - data.from > 86_400_000 });
  const ticks = timeTicks(data.from, data.to, 7, zoneOffset(zone));
  const moments = data.slots.map((_, i) => Math.round(data.from + (i + 1) * width));
  const play = usePlay(moments, at, onAt);
  const share = (t: number) => `${((t - data.from) / (data.to - data.from)) * 100}%`;
  return (
    <div className="shrink-0 border-line border-t bg-surface px-4 pt-2.5 pb-2 max-sm:px-3">
      <div className="flex h-6 items-center gap-2 text-sm">
        {at === null ? (
          <span className="min-w-0 truncate text-muted">
            {data.snapshot
              ? "From a snapshot. "
              : live
                ? `Now, ${windowWords(data.window)}. `
                : `The whole window, ${formatSpan(data.window.to - data.window.from)}. `}
            <span className="max-sm:hidden">Choose a moment to replay it.</span>
          </span>
        ) : (
          <>
            <Chip tone="accent">{`At ${clock(at)}`}</Chip>
            <span className="min-w-0 truncate text-muted">
              not live, {data.snapshot ? "from the snapshot of its hour" : "over the 5 min before"}
            </span>
          </>
        )}
        <span className="ml-auto flex items-center gap-1">
          <Button
            size="sm"
            variant="ghost"
            aria-label={`Speed: ${play.speed} times. Change`}
            onClick={play.faster}
          >
            {play.speed}×
          </Button>
          <Button
            size="icon-sm"
            variant="ghost"
            aria-label={play.on ? "Pause" : "Replay the range"}
            onClick={play.toggle}
          >
            {play.on ? (
              <Pause size={13} aria-hidden="true" />
            ) : (
              <Play size={13} aria-hidden="true" />
            )}
          </Button>
          {at === null ? null : (
            <Button size="sm" variant="ghost" className="text-accent" onClick={() => onAt(null)}>
              {live ? "Go to live" : "Whole window"}
            </Button>
          )}
        </span>
      </div>
      <div className="relative mt-2.5">
        {data.flags.map((f) => (
          <span
            key={f.id}
            title={f.label}
            className="absolute -top-2.5 h-5 border-change border-l border-dashed"
            style={{ left: share(f.at) }}
          >
            <svg width="8" height="8" aria-hidden="true" className="block">
              <path d="M0 0h8L5.5 3 8 6H0z" fill="var(--change)" />
            </svg>
          </span>
        ))}
        <fieldset aria-label="Health over the range" className="flex gap-px">
          {data.slots.map((slot, i) => {
            const t = Math.round(data.from + (i + 1) * width);
            const isAt = at !== null && at > data.from + i * width && at <= t;
            return (
              <button
                key={t - data.from}
                type="button"
                aria-label={`${clock(t)}, ${words[slot]}`}
                aria-pressed={isAt}
                tabIndex={i === 0 || isAt ? 0 : -1}
                onClick={() => onAt(t)}
                onKeyDown={(e) => {
                  const to =
                    e.key === "ArrowRight"
                      ? "nextElementSibling"
                      : e.key === "ArrowLeft"
                        ? "previousElementSibling"
                        : null;
                  const next = to ? e.currentTarget[to] : null;
                  if (next instanceof HTMLElement) next.focus();
                }}
                className={cn(
                  "h-3 min-w-0 flex-1 first:rounded-l-xs last:rounded-r-xs hover:brightness-125",
                  tone[slot],
                  isAt && "outline-2 outline-accent outline-offset-1",
                )}
              />
            );
          })}
        </fieldset>
        <div className="relative mt-1 h-4 text-faint text-xs">
          {ticks.map((tick) => (
            <span
              key={tick.t}
              className="absolute whitespace-nowrap"
              style={atShare((tick.t - data.from) / (data.to - data.from))}
            >
              {tick.label}
            </span>
          ))}
        </div>
      </div>
    </div>
  );
}
