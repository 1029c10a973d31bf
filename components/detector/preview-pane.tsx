"use client";
import { useMemo } from "react";
import type { DetectorSettings } from "@/lib/detect/model";
import { formatSpan } from "@/lib/series/format-span";
import type { ChartDiff } from "../chart/chart-data";
import { Segments } from "../chart/segments";
import { SeriesChart } from "../chart/series-chart";
import type { ViewOutput } from "../query";
import { Card } from "../ui/card";
import { Chip } from "../ui/chip";
import { cn } from "../ui/cn";
import { EmptyState } from "../ui/empty-state";
import { Select } from "../ui/select";
import { Skeleton } from "../ui/skeleton";
import { Time } from "../ui/time";
import { type PreviewDone, type PreviewSpan, usePreview } from "./use-preview";
import { WouldHave } from "./would-have";

type Series = ViewOutput<"detector">["series"][number];
type History = ViewOutput<"detector-history">;

const day = 86_400_000;
export const previewDays = ["1", "7", "28"] as const;

/** What the draft would have raised on real history: in numbers, on the chart beside the live version, and as a list. */
export function PreviewPane({
  history,
  failed,
  draft,
  live,
  version,
  isDraft,
  series,
  choices,
  days,
  focus,
  onSeries,
  onDays,
  onFocus,
}: {
  history: History | undefined;
  failed: string | null;
  draft: DetectorSettings;
  live: DetectorSettings;
  version: number;
  isDraft: boolean;
  series: Series | undefined;
  choices: readonly Series[];
  days: (typeof previewDays)[number];
  focus: PreviewSpan | null;
  onSeries(id: number): void;
  onDays(days: (typeof previewDays)[number]): void;
  onFocus(span: PreviewSpan): void;
}) {
  const overview = useMemo(
    () =>
      history
        ? { from: Math.max(history.from, history.to - Number(days) * day), to: history.to }
        : null,
    [history, days],
  );
  const shownFocus = focus ?? (overview && usualFocus(history, overview));
  const preview = usePreview(
    history,
    overview && shownFocus
      ? { draft, live, from: overview.from, overview, focus: shownFocus }
      : null,
  );
  const { done } = preview;
  const diff = useMemo<ChartDiff[]>(
    () =>
      done
        ? [
            ...done.anomalies
              .filter((a) => a.against === "added")
              .map((a) => ({ kind: "added" as const, at: a.peakAt, value: a.peakValue })),
            ...done.removed.map((a) => ({
              kind: "removed" as const,
              at: a.peakAt,
              value: a.peakValue,
            })),
          ]
        : [],
    [done],
  );
  const added = diff.filter((d) => d.kind === "added").length;
  const words = series ? { unit: series.unit, metric: series.metric } : { unit: null, metric: "" };
  return (
    <section aria-label="Preview" className="flex min-w-0 flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="font-semibold text-md">Preview</h2>
        {done ? (
          <Chip title="Real history, every point">
            {`${done.summary.points.toLocaleString("en-US")} points, not sampled · ${Math.round(done.tookMs)} ms`}
          </Chip>
        ) : null}
        <div className="ml-auto flex flex-wrap gap-2">
          {choices.length > 0 ? (
            <Select
              label="Series to preview on"
              value={series ? String(series.id) : ""}
              options={choices
                .slice(0, 200)
                .map((s) => ({ value: String(s.id), label: nameOf(s) }))}
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
      {preview.error || failed ? (
        <p role="alert" className="rounded-md bg-strong-soft px-3 py-2 text-sm text-strong">
          {preview.error ?? failed}
        </p>
      ) : null}
      {history && history.times.length === 0 ? (
        <Card>
          <EmptyState title="No history yet">
            {series
              ? `${nameOf(series)} has no points in the last 28 days.`
              : "The target chooses no series."}
          </EmptyState>
        </Card>
      ) : !done || !overview || !shownFocus ? (
        choices.length === 0 ? (
          <Card>
            <EmptyState title="Nothing to preview on">
              The target chooses no series. Widen it to see what this detector would have raised.
            </EmptyState>
          </Card>
        ) : (
          <PaneSkeleton />
        )
      ) : (
        <div
          className={cn(
            "flex min-w-0 flex-col gap-3 transition-opacity",
            preview.stale && "opacity-70",
          )}
          aria-busy={preview.stale}
        >
          <Tiles
            done={done}
            version={version}
            isDraft={isDraft}
            added={added}
            removed={diff.length - added}
          />
          <Card bodyClassName="p-3.5 pb-2">
            <SeriesChart
              size="overview"
              title={`${series ? nameOf(series) : ""}, the last ${days} days`}
              points={done.overview}
              from={overview.from}
              to={overview.to}
              {...words}
              anomalies={done.anomalies}
              diff={diff}
              flags={history?.flags ?? []}
              washes={[]}
              onRange={(from, to) => onFocus({ from, to })}
            />
            <Legend
              version={version}
              added={added}
              removed={diff.length - added}
              isDraft={isDraft}
            />
          </Card>
          <Card
            title={<FocusTitle span={shownFocus} />}
            aside="drag above to move"
            bodyClassName="p-3.5 pb-2"
          >
            <SeriesChart
              size="focus"
              title="The chosen part"
              points={done.focus}
              from={shownFocus.from}
              to={shownFocus.to}
              {...words}
              anomalies={done.anomalies}
              diff={diff}
              flags={history?.flags ?? []}
              onRange={(from, to) => onFocus({ from, to })}
            />
          </Card>
          <WouldHave
            done={done}
            version={version}
            words={words}
            days={days}
            onPick={(a) => {
              const half = Math.max(30 * 60_000, ((a.endedAt ?? overview.to) - a.startedAt) * 2);
              onFocus({
                from: a.startedAt - half,
                to: Math.min(overview.to, (a.endedAt ?? a.peakAt) + half),
              });
            }}
          />
        </div>
      )}
    </section>
  );
}

const nameOf = (s: Series) =>
  [s.service ?? s.metric, s.service ? s.title : "", s.tagWords].filter(Boolean).join(" · ");

/** Six hours around the newest anomaly that was really raised, else the newest six hours. */
function usualFocus(history: History | undefined, overview: PreviewSpan): PreviewSpan {
  const half = 3 * 3_600_000;
  const newest = history?.anomalies.find((a) => a.startedAt >= overview.from);
  const middle = newest ? newest.peakAt : overview.to - half;
  const to = Math.min(overview.to, middle + half);
  return { from: Math.max(overview.from, to - 2 * half), to };
}

type Done = PreviewDone;

function Tiles({
  done,
  version,
  isDraft,
  added,
  removed,
}: {
  done: Done;
  version: number;
  isDraft: boolean;
  added: number;
  removed: number;
}) {
  const { summary, liveSummary } = done;
  const rate = (perDay: number) =>
    perDay >= 10 ? Math.round(perDay) : Number(perDay.toFixed(perDay >= 0.1 ? 1 : 2));
  const span = formatSpan(summary.to - summary.from);
  return (
    <dl className="grid grid-cols-2 divide-line overflow-hidden rounded-lg border border-line bg-surface sm:grid-cols-4 sm:divide-x">
      <Tile
        value={summary.anomalies}
        unit="would have raised"
        says={`${summary.strong} strong in ${span}`}
      />
      <Tile
        value={`≈ ${rate(summary.perDay)}`}
        unit="/ day"
        says={`${isDraft ? `v${version}` : "live"}: ≈ ${rate(liveSummary.perDay)} / day`}
      />
      <Tile
        value={added}
        unit="added"
        says={`against v${version}`}
        tone={added > 0 ? "text-good" : ""}
      />
      <Tile
        value={removed}
        unit="removed"
        says={`of ${liveSummary.anomalies} that v${version} raises`}
      />
    </dl>
  );
}

function Tile({
  value,
  unit,
  says,
  tone = "",
}: {
  value: string | number;
  unit: string;
  says: string;
  tone?: string;
}) {
  return (
    <div className="px-3.5 py-2.5">
      <dd className="whitespace-nowrap">
        <span className={cn("font-semibold text-lg", tone)}>{value}</span>{" "}
        <span className="text-muted">{unit}</span>
      </dd>
      <dt className="truncate text-muted text-sm">{says}</dt>
    </div>
  );
}

function Legend({
  version,
  added,
  removed,
  isDraft,
}: {
  version: number;
  added: number;
  removed: number;
  isDraft: boolean;
}) {
  return (
    <p className="flex flex-wrap gap-x-4 gap-y-1 pt-1 text-muted text-sm [&>span]:inline-flex [&>span]:items-center [&>span]:gap-1.5">
      <span>
        <svg width="14" height="10" aria-hidden="true">
          <path d="M0 5h14" stroke="var(--series)" strokeWidth="1.75" />
        </svg>
        Actual
      </span>
      <span>
        <svg width="14" height="10" aria-hidden="true">
          <rect width="14" height="10" rx="2" fill="var(--band)" />
          <path d="M0 5h14" stroke="var(--expected)" strokeWidth="1.25" />
        </svg>
        Expected
      </span>
      <span>
        <svg width="9" height="9" aria-hidden="true">
          <circle cx="4.5" cy="4.5" r="3.25" fill="var(--weak-mark)" />
        </svg>
        WEAK
      </span>
      <span>
        <svg width="9" height="9" aria-hidden="true">
          <path d="M4.5 0L9 4.5 4.5 9 0 4.5z" fill="var(--strong-mark)" />
        </svg>
        STRONG
      </span>
      {isDraft ? (
        <>
          <span className="ml-auto text-ink">Against v{version}</span>
          <span>
            <svg width="14" height="14" aria-hidden="true">
              <circle cx="7" cy="7" r="5.5" fill="none" stroke="var(--good)" strokeWidth="1.5" />
            </svg>
            {added} added
          </span>
          <span>
            <svg width="9" height="9" aria-hidden="true">
              <circle
                cx="4.5"
                cy="4.5"
                r="3.5"
                fill="var(--surface)"
                stroke="var(--muted)"
                strokeWidth="1.25"
              />
            </svg>
            {removed} removed
          </span>
        </>
      ) : null}
    </p>
  );
}

function FocusTitle({ span }: { span: PreviewSpan }) {
  return (
    <>
      <Time at={span.from} date seconds={false} /> to <Time at={span.to} date seconds={false} />
    </>
  );
}

function PaneSkeleton() {
  return (
    <div role="status" aria-label="Loading" className="grid gap-3">
      <Skeleton className="h-[62px] w-full rounded-lg" />
      <Skeleton className="h-[306px] w-full rounded-lg" />
      <Skeleton className="h-[190px] w-full rounded-lg" />
    </div>
  );
}
