"use client";
import { useMemo } from "react";
import type { DetectorSettings } from "@/lib/detect/model";
import type { ViewOutput } from "../query";
import { Card } from "../ui/card";
import { cn } from "../ui/cn";
import { EmptyState } from "../ui/empty-state";
import { Skeleton } from "../ui/skeleton";
import { wouldHave } from "./prepare-would-have";
import { PreviewCharts } from "./preview-charts";
import { nameOf, type PreviewDays, PreviewHead, type PreviewSeries } from "./preview-head";
import { type PreviewDone, type PreviewSpan, usePreview } from "./use-preview";
import { WouldHave } from "./would-have";
import { WouldHaveTiles } from "./would-have-tiles";

type History = ViewOutput<"detector-history">;

const day = 86_400_000;

/** What the draft would have raised on real history: in numbers, on the chart beside the live version, and as a list. */
export function PreviewPane({
  detectorId,
  trusted,
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
  detectorId: string;
  trusted: boolean;
  history: History | undefined;
  failed: string | null;
  draft: DetectorSettings;
  live: DetectorSettings;
  version: number;
  isDraft: boolean;
  series: PreviewSeries | undefined;
  choices: readonly PreviewSeries[];
  days: PreviewDays;
  focus: PreviewSpan | null;
  onSeries(id: number): void;
  onDays(days: PreviewDays): void;
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
  const words = series ? { unit: series.unit, metric: series.metric } : { unit: null, metric: "" };
  const people = useMemo(
    () => (done && history ? bothFor(done, history, trusted) : null),
    [done, history, trusted],
  );
  return (
    <section aria-label="Preview" className="flex min-w-0 flex-col gap-3">
      <PreviewHead
        done={done}
        cut={history ? history.all - history.times.length : 0}
        {...{ series, choices, days, onSeries, onDays }}
      />
      {preview.error || failed ? (
        <p role="alert" className="rounded-md bg-strong-soft px-3 py-2 text-sm text-strong">
          {preview.error ?? failed}
        </p>
      ) : null}
      {choices.length === 0 ? (
        <Card>
          <EmptyState title="Nothing to preview on">
            The target chooses no series. Widen it to see what this detector would have raised.
          </EmptyState>
        </Card>
      ) : history && history.times.length === 0 ? (
        <Card>
          <EmptyState title="No history yet">
            {series ? `${nameOf(series)} has no points in the last 28 days.` : null}
          </EmptyState>
        </Card>
      ) : !done || !people || !overview || !shownFocus ? (
        <PaneSkeleton />
      ) : (
        <div
          className={cn(
            "flex min-w-0 flex-col gap-3 transition-opacity",
            preview.stale && "opacity-70",
          )}
          aria-busy={preview.stale}
        >
          <WouldHaveTiles {...{ done, version, isDraft, trusted, ...people }} />
          <PreviewCharts
            {...{ done, history, words, overview, days, onFocus }}
            name={series ? nameOf(series) : ""}
            focus={shownFocus}
            against={isDraft ? version : null}
          />
          <WouldHave
            {...{ done, version, words, days, isDraft }}
            real={(history?.anomalies ?? []).filter((a) => a.detectorId === detectorId)}
            situations={history?.situations ?? []}
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

/** What the draft and the other version mean for people. */
function bothFor(done: PreviewDone, { situations, anomalies, series }: History, trusted: boolean) {
  const { from, to } = done.summary;
  const facts = { situations, labelled: anomalies, metric: series.metric, trusted, from, to };
  return {
    draft: wouldHave({ ...facts, raised: done.anomalies }),
    live: wouldHave({ ...facts, raised: done.liveAnomalies }),
  };
}

/** Six hours around the newest anomaly that was really raised, else the newest six hours. */
function usualFocus(history: History | undefined, overview: PreviewSpan): PreviewSpan {
  const half = 3 * 3_600_000;
  const newest = history?.anomalies.find((a) => a.startedAt >= overview.from);
  const middle = newest ? newest.peakAt : overview.to - half;
  const to = Math.min(overview.to, middle + half);
  return { from: Math.max(overview.from, to - 2 * half), to };
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
