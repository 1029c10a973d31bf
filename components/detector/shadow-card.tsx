"use client";
import { useMemo } from "react";
import { formatSpan } from "@/lib/series/format-span";
import type { ChartAnomaly, ChartDiff } from "../chart/chart-data";
import { formatValue } from "../chart/format-value";
import { SeriesChart } from "../chart/series-chart";
import { LevelChip } from "../metric/level-chip";
import { useVerb, useView, type ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { Chip } from "../ui/chip";
import { Ago, Time } from "../ui/time";
import { ChangesIcon } from "./preview-marks";

type Shadow = NonNullable<ViewOutput<"detector-shadow">>;
type History = ViewOutput<"detector-history">;

const listed = 8;

/** The version that runs beside the live one: what each raised on the same real points, and what to do with it. */
export function ShadowCard({
  detectorId,
  version,
  mayEdit,
  history,
  words,
}: {
  detectorId: string;
  /** The live one */
  version: number;
  mayEdit: boolean;
  history: History | undefined;
  words: { unit: string | null; metric: string };
}) {
  const { data: shadow } = useView(
    "detector-shadow",
    { id: detectorId },
    { topics: ["detector", "anomaly"], everyMs: 15_000 },
  );
  const promote = useVerb("promote-shadow", { says: (o) => `Version ${o.version} is live` });
  const end = useVerb("end-shadow", { says: () => "Shadow ended" });
  if (!shadow) return null;
  const busy = promote.isPending || end.isPending;
  const left = shadow.until - Date.now();
  return (
    <Card
      title={`Shadow v${shadow.version}`}
      note={
        <>
          beside v{version}, since <Ago at={shadow.since} />
        </>
      }
      aside={
        <>
          {shadow.running ? (
            <Chip tone="accent">{`${formatSpan(left)} left`}</Chip>
          ) : (
            <Chip>time is over</Chip>
          )}
          {mayEdit ? (
            <>
              <Button size="sm" disabled={busy} onClick={() => end.mutate({ id: detectorId })}>
                {shadow.running ? "End" : "Discard"}
              </Button>
              <Button
                size="sm"
                variant="primary"
                disabled={busy}
                onClick={() => promote.mutate({ id: detectorId, version })}
              >
                Promote to live
              </Button>
            </>
          ) : null}
        </>
      }
    >
      <div className="grid gap-3 p-3.5">
        <p className="text-md">
          Shadow would have raised{" "}
          <b className="font-semibold">
            {shadow.shadow.raised} ({shadow.shadow.strong} strong)
          </b>
          , live raised{" "}
          <b className="font-semibold">
            {shadow.live.raised} ({shadow.live.strong} strong)
          </b>
          .{" "}
          <span className="text-muted">
            {shadow.both} at the same time, {shadow.added.length} only by the shadow,{" "}
            {shadow.removed.length} only by the live one.{" "}
            {shadow.series === 0
              ? "It has not judged any series yet: it learns their history first."
              : `It judges ${shadow.series} series, pages nobody and joins no situation.`}
          </span>
        </p>
        {history ? <ShadowChart {...{ shadow, history, words }} /> : null}
        <Differences shadow={shadow} />
      </div>
    </Card>
  );
}

/** The chosen series since the shadow began, with what only one of the two raised. */
function ShadowChart({
  shadow,
  history,
  words,
}: {
  shadow: Shadow;
  history: History;
  words: { unit: string | null; metric: string };
}) {
  const from = Math.max(history.from, shadow.since);
  const to = Math.max(from + 60_000, Math.min(history.to, shadow.until));
  const points = useMemo(
    () =>
      history.times.flatMap((t, i) =>
        t >= from && t <= to ? [{ t, value: history.values[i] ?? null }] : [],
      ),
    [history, from, to],
  );
  const here = (list: Shadow["added"]) => list.filter((a) => a.seriesId === history.series.id);
  const dot = (kind: ChartDiff["kind"]) => (a: Shadow["added"][number]) => ({
    kind,
    at: a.peakAt,
    value: a.peakValue,
  });
  const anomalies: ChartAnomaly[] = history.anomalies.filter((a) => a.startedAt >= from);
  if (points.length < 2) return null;
  return (
    <SeriesChart
      size="small"
      title="Since the shadow began"
      points={points}
      from={from}
      to={to}
      {...words}
      anomalies={anomalies}
      diff={[...here(shadow.added).map(dot("added")), ...here(shadow.removed).map(dot("removed"))]}
    />
  );
}

function Differences({ shadow }: { shadow: Shadow }) {
  const rows = [
    ...shadow.added.map((a) => ({ ...a, by: "added" as const })),
    ...shadow.removed.map((a) => ({ ...a, by: "removed" as const })),
  ]
    .sort((a, b) => b.startedAt - a.startedAt)
    .slice(0, listed);
  if (rows.length === 0) return null;
  return (
    <ul className="grid">
      {rows.map((a) => (
        <li
          key={`${a.by} ${a.id}`}
          className="row flex flex-wrap items-center gap-x-3 gap-y-0.5 py-1"
        >
          <span className="inline-flex w-28 items-center gap-1.5 text-sm">
            <ChangesIcon kind={a.by} /> {a.by === "added" ? "only shadow" : "only live"}
          </span>
          <Time at={a.startedAt} date seconds={false} />
          <span className="min-w-0 flex-1 truncate text-muted">
            {[a.service, a.metric].filter(Boolean).join(" · ")}
          </span>
          <span>
            {formatValue(a.peakValue, null, a.metric)}{" "}
            <span className="text-muted">/ {formatValue(a.peakExpected, null, a.metric)}</span>
          </span>
          <LevelChip level={a.level} score={a.peakScore} />
        </li>
      ))}
    </ul>
  );
}
