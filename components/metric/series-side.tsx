"use client";
import { GitCommitVertical, SlidersHorizontal } from "lucide-react";
import Link from "next/link";
import type { ViewOutput } from "../query";
import { ExemplarTraces } from "../trace/exemplar-traces";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { Time } from "../ui/time";
import { SeriesLabels } from "./series-labels";
import { useRangeQuery } from "./use-range-query";

/** Who watches the series, what changed on its service, and what it is made of. */
export function SeriesSide({
  data,
  onDetector,
}: {
  data: ViewOutput<"metric">;
  onDetector(id: string): void;
}) {
  const query = useRangeQuery();
  const { series, detector } = data;
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <Card title="Detectors" aside={data.detectors.length === 0 ? "none" : undefined}>
        {data.detectors.length === 0 ? (
          <p className="p-3.5 text-muted">
            Nothing watches this series. Open a detector and widen its target, for example{" "}
            <code className="text-sm">metric = {series.metric}</code>.
          </p>
        ) : (
          <ul>
            {data.detectors.map((d) => (
              <li key={d.id} className="row flex items-center gap-2 px-3.5">
                <button
                  type="button"
                  aria-pressed={d.id === detector?.id}
                  onClick={() => onDetector(d.id)}
                  className="min-w-0 flex-1 truncate text-left text-muted aria-pressed:text-ink"
                  title="Show this detector's band"
                >
                  {d.title} <span className="text-faint">v{d.version}</span>
                </button>
                <Button asChild size="icon-sm" variant="ghost" aria-label={`Tune ${d.title}`}>
                  <Link href={`/detectors/${d.id}?series=${series.id}`}>
                    <SlidersHorizontal size={14} aria-hidden="true" />
                  </Link>
                </Button>
              </li>
            ))}
          </ul>
        )}
      </Card>
      <SeriesLabels data={data} />
      {series.service ? (
        <ExemplarTraces
          service={series.service}
          from={data.from}
          to={data.to}
          failed={series.metric.endsWith(".errors")}
        />
      ) : null}
      <Card title="Changes" note="in this range">
        {data.flags.length === 0 ? (
          <p className="p-3.5 text-muted">
            {series.service ? `None on ${series.service}.` : "This series has no service."}
          </p>
        ) : (
          <ul>
            {data.flags.toReversed().map((f) => (
              <li key={f.id} className="row flex items-center gap-2 px-3.5">
                <GitCommitVertical
                  size={14}
                  aria-hidden="true"
                  className={
                    f.kind === "rollback" ? "shrink-0 text-rollback" : "shrink-0 text-change"
                  }
                />
                <Link
                  href={`/changes?change=${f.id}${query("&")}`}
                  className="min-w-0 flex-1 truncate hover:underline"
                >
                  {f.label}
                </Link>
                <Time at={f.at} seconds={false} className="text-muted text-sm" />
              </li>
            ))}
          </ul>
        )}
      </Card>
      <Card title="Tags">
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5 p-3.5">
          {[...Object.entries(series.tags), ["unit", series.unit ?? "not told"] as const].map(
            ([name, value]) => (
              <div key={name} className="contents">
                <dt className="text-muted">{name}</dt>
                <dd className="truncate text-right font-mono text-sm">{value}</dd>
              </div>
            ),
          )}
        </dl>
      </Card>
    </div>
  );
}
