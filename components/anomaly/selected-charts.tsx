"use client";
import Link from "next/link";
import { SeriesChart } from "../chart/series-chart";
import { LevelChip } from "../metric/level-chip";
import { useView, type ViewOutput } from "../query";
import { Skeleton } from "../ui/skeleton";
import { ViewState } from "../ui/view-state";
import type { CellSpan } from "./lanes";

type Anomaly = ViewOutput<"anomalies">["anomalies"][number];

const most = 4;

/** The worst series of what is chosen, each with its band, over the same time with one crosshair. */
export function SelectedCharts({
  anomalies,
  from,
  to,
  chosen,
}: {
  anomalies: readonly Anomaly[];
  from: number;
  to: number;
  chosen: CellSpan | null;
}) {
  const worst = [...anomalies].sort((a, b) => b.peakScore - a.peakScore);
  const series = worst
    .filter((a, i) => worst.findIndex((b) => b.seriesId === a.seriesId) === i)
    .slice(0, most);
  if (series.length === 0) return null;
  // Round ends keep one answer of the server good for a while as the clock moves on.
  const round = 60_000;
  const around = chosen ? Math.max(1_800_000, (chosen.to - chosen.from) * 1.5) : 0;
  const start = Math.floor((chosen ? Math.max(from, chosen.from - around) : from) / round) * round;
  const end = Math.ceil((chosen ? Math.min(to, chosen.to + around) : to) / round) * round;
  return (
    <div className="grid grid-cols-1 gap-4 sm:grid-cols-2 2xl:grid-cols-4">
      {series.map((a) => (
        <One key={a.seriesId} anomaly={a} from={start} to={end} />
      ))}
    </div>
  );
}

function One({ anomaly, from, to }: { anomaly: Anomaly; from: number; to: number }) {
  const query = useView("metric", {
    id: anomaly.seriesId,
    from: String(from),
    to: String(to),
    detector: anomaly.detectorId,
  });
  return (
    <article className="min-w-0 rounded-lg border border-line bg-surface pt-2.5">
      <div className="flex items-center gap-2 px-3 pb-1">
        <h3 className="min-w-0 truncate">
          <Link
            href={`/metrics/${anomaly.seriesId}?from=${from}&to=${to}`}
            className="hover:underline"
          >
            <span className="font-medium">{anomaly.service ?? anomaly.metric}</span>{" "}
            <span className="text-muted">{anomaly.title}</span>
          </Link>
        </h3>
        <span className="ml-auto shrink-0">
          <LevelChip level={anomaly.level} score={anomaly.peakScore} />
        </span>
      </div>
      <ViewState
        query={query}
        what="This chart"
        skeleton={<Skeleton className="mx-3 mb-3 h-[130px]" />}
      >
        {(data) => (
          <SeriesChart
            size="small"
            title={`${anomaly.service ?? ""} ${anomaly.title}`.trim()}
            points={data.points}
            from={data.from}
            to={data.to}
            unit={data.series.unit}
            metric={data.series.metric}
            anomalies={data.anomalies}
            flags={data.flags}
            washes={data.situations.map((s) => ({ from: s.from, to: s.to }))}
            syncId="anomalies"
          />
        )}
      </ViewState>
    </article>
  );
}
