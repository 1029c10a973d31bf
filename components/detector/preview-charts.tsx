"use client";
import { useMemo } from "react";
import type { ChartDiff } from "../chart/chart-data";
import { SeriesChart } from "../chart/series-chart";
import type { ViewOutput } from "../query";
import { Card } from "../ui/card";
import { Time } from "../ui/time";
import { PreviewLegend } from "./preview-legend";
import type { PreviewDone, PreviewSpan } from "./use-preview";

/** The whole range and the chosen part of it, with what the draft adds and removes as dots. */
export function PreviewCharts({
  done,
  history,
  name,
  words,
  overview,
  focus,
  days,
  against,
  onFocus,
}: {
  done: PreviewDone;
  history: ViewOutput<"detector-history"> | undefined;
  name: string;
  words: { unit: string | null; metric: string };
  overview: PreviewSpan;
  focus: PreviewSpan;
  days: string;
  /** The version that the draft is compared with; null without a draft */
  against: number | null;
  onFocus(span: PreviewSpan): void;
}) {
  const diff = useMemo<ChartDiff[]>(() => {
    const dot = (kind: ChartDiff["kind"]) => (a: { peakAt: number; peakValue: number }) => ({
      kind,
      at: a.peakAt,
      value: a.peakValue,
    });
    return [
      ...done.anomalies.filter((a) => a.against === "added").map(dot("added")),
      ...done.removed.map(dot("removed")),
    ];
  }, [done]);
  const added = diff.filter((d) => d.kind === "added").length;
  const shared = {
    ...words,
    anomalies: done.anomalies,
    diff,
    flags: history?.flags ?? [],
    onRange: (from: number, to: number) => onFocus({ from, to }),
  };
  return (
    <>
      <Card bodyClassName="p-3.5 pb-2">
        <SeriesChart
          {...shared}
          size="overview"
          title={`${name}, the last ${days === "1" ? "day" : `${days} days`}`}
          points={done.overview}
          from={overview.from}
          to={overview.to}
          washes={(history?.situations ?? []).map((s) => ({
            from: s.onsetAt,
            to: s.resolvedAt,
            label: s.name,
          }))}
        />
        <PreviewLegend against={against} added={added} removed={diff.length - added} />
      </Card>
      <Card
        title={
          <>
            <Time at={focus.from} date seconds={false} /> to{" "}
            <Time at={focus.to} date seconds={false} />
          </>
        }
        aside="drag above to move"
        bodyClassName="p-3.5 pb-2"
      >
        <SeriesChart
          {...shared}
          size="focus"
          title="The chosen part"
          points={done.focus}
          from={focus.from}
          to={focus.to}
        />
      </Card>
    </>
  );
}
