"use client";
import type { ChartFlag } from "../chart/chart-data";
import { formatValue } from "../chart/format-value";
import { SeriesChart } from "../chart/series-chart";
import { useZone } from "../providers/clock";
import { useView, type ViewOutput } from "../query";
import { Card } from "../ui/card";
import { ErrorState } from "../ui/error-state";
import { Skeleton } from "../ui/skeleton";

type Situation = ViewOutput<"situation">;
const minute = 60_000;

/** The window of the charts: enough before the onset to see what was ordinary. Rounded, so that it is one question per minute. */
function windowOf(s: Situation) {
  const lasted = (s.resolvedAt ?? s.at) - s.onsetAt;
  const from = Math.floor((s.onsetAt - Math.max(15 * minute, lasted * 0.6)) / minute) * minute;
  return {
    from: String(from),
    to: s.resolvedAt === null ? "now" : String(s.resolvedAt + 10 * minute),
  };
}

/** What a remedy did, as a chart's flag says it. */
function flagWords({ kind, to }: Situation["remedies"][number]["plan"]): string {
  if (kind === "restart-instance") return "restarted";
  return kind === "roll-forward" ? "owner paged" : to;
}

/** The suspected changes, and our own remedies with their verdict, on every chart alike. */
function flagsOf(s: Situation): ChartFlag[] {
  const suspects = s.suspects
    .filter((x) => x.kind === "change" && x.veto === null && x.at !== null && x.score >= 0.2)
    .map((x) => ({ id: x.ref, at: x.at ?? 0, kind: "change" as const, label: x.title }));
  const remedies = s.remedies.flatMap((r) => [
    ...(r.executedAt === null
      ? []
      : [{ id: r.id, at: r.executedAt, kind: "rollback" as const, label: flagWords(r.plan) }]),
    ...(r.verification?.outcome === "recovered" && r.verification.endedAt !== null
      ? [
          {
            id: `${r.id}-verified`,
            at: r.verification.endedAt,
            kind: "verified" as const,
            label: "recovered",
          },
        ]
      : []),
  ]);
  return [...suspects, ...remedies];
}

function OneChart({
  situation,
  seriesId,
  first,
}: {
  situation: Situation;
  seriesId: number;
  first: boolean;
}) {
  const [zone] = useZone();
  const query = useView(
    "metric",
    { id: seriesId, ...windowOf(situation) },
    { topics: ["anomaly", "change"], everyMs: 15_000 },
  );
  const height = first ? 262 : 136;
  if (query.error && !query.data)
    return (
      <ErrorState what="This chart" error={query.error} onRetry={() => void query.refetch()} />
    );
  const data = query.data;
  const last = data?.points.findLast((p) => p.value !== null);
  const { series } = data ?? {};
  const shared = flagsOf(situation);
  const flags = [
    ...shared,
    ...(data?.flags ?? []).filter((f) => !shared.some((x) => x.id === f.id || x.at === f.at)),
  ];
  return (
    <div className="px-3.5 pt-2.5 pb-1 not-first:border-line not-first:border-t">
      <div className="mb-1 flex flex-wrap items-baseline gap-x-2">
        {series ? (
          <>
            <h3 className="font-medium">{series.service}</h3>
            <span className="text-muted">
              {series.title.toLowerCase()}
              {series.tagWords ? ` (${series.tagWords})` : ""}
            </span>
            {last ? (
              <span className="ml-auto">
                <span className="font-semibold">
                  {formatValue(last.value, series.unit, series.metric)}
                </span>
                {"lower" in last && last.lower != null && last.upper != null ? (
                  <span className="text-muted">
                    {" "}
                    expected {formatValue(Math.max(0, last.lower), series.unit, series.metric)} to{" "}
                    {formatValue(last.upper, series.unit, series.metric)}
                  </span>
                ) : null}
              </span>
            ) : null}
          </>
        ) : (
          <Skeleton className="my-1 h-3 w-48" />
        )}
      </div>
      {data ? (
        <SeriesChart
          title={`${series?.service ?? ""} ${series?.title ?? ""}`}
          points={data.points}
          from={data.from}
          to={data.to}
          unit={data.series.unit}
          metric={data.series.metric}
          size={first ? "overview" : "focus"}
          now={data.now}
          anomalies={data.anomalies}
          flags={flags}
          washes={[
            {
              from: situation.onsetAt,
              to: situation.resolvedAt,
              label: situation.name,
            },
          ]}
          syncId={situation.name}
          zone={zone}
          table={first}
        />
      ) : (
        <div role="status" aria-label="Loading chart" style={{ height }}>
          <Skeleton className="h-full rounded-md" />
        </div>
      )}
    </div>
  );
}

/** The series that tell the story, one time axis under the other: what users feel, what broke first, one more signal. */
export function SituationCharts({ situation }: { situation: Situation }) {
  if (situation.charts.length === 0) return null;
  return (
    <Card title="What it looks like" note="red: out of band while the situation lasts">
      {situation.charts.map((seriesId, i) => (
        <OneChart key={seriesId} situation={situation} seriesId={seriesId} first={i === 0} />
      ))}
    </Card>
  );
}
