"use client";
import { Segments } from "../chart/segments";
import type { ViewOutput } from "../query";
import { Chip } from "../ui/chip";
import { Select } from "../ui/select";
import type { PreviewDone } from "./use-preview";

export type PreviewSeries = ViewOutput<"detector">["series"][number];
export const previewDays = ["1", "7", "28"] as const;
export type PreviewDays = (typeof previewDays)[number];

export const nameOf = (s: PreviewSeries) =>
  [s.service ?? s.metric, s.service ? s.title : "", s.tagWords].filter(Boolean).join(" · ");

/** On which series and how much history the preview looks, and how honest it is about it. */
export function PreviewHead({
  done,
  cut,
  series,
  choices,
  days,
  onSeries,
  onDays,
}: {
  done: PreviewDone | null;
  /** Points that were left out because there are too many for a browser; 0 usually */
  cut: number;
  series: PreviewSeries | undefined;
  choices: readonly PreviewSeries[];
  days: PreviewDays;
  onSeries(id: number): void;
  onDays(days: PreviewDays): void;
}) {
  return (
    <div className="flex flex-wrap items-center gap-2">
      <h2 className="font-semibold text-md">Preview</h2>
      {done ? (
        <Chip title="Real history, every point, by the code that the worker runs">
          {`${done.summary.points.toLocaleString("en-US")} points, not sampled · ${Math.round(done.tookMs)} ms`}
        </Chip>
      ) : null}
      {cut > 0 ? (
        <Chip
          tone="weak"
          title="Too many points for a browser: only the newest are looked at, so it has learned from less than the worker."
        >
          {`oldest ${cut.toLocaleString("en-US")} left out`}
        </Chip>
      ) : null}
      <div className="ml-auto flex flex-wrap gap-2">
        {choices.length > 0 ? (
          <Select
            label="Series to preview on"
            value={series ? String(series.id) : ""}
            options={choices.slice(0, 200).map((s) => ({ value: String(s.id), label: nameOf(s) }))}
            onChange={(id) => onSeries(Number(id))}
            className="max-w-64"
          />
        ) : null}
        <Segments
          label="History to look at"
          value={days}
          options={previewDays.map((d) => ({ value: d, label: `${d} d` }))}
          onChange={onDays}
        />
      </div>
    </div>
  );
}
