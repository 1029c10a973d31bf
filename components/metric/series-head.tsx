"use client";
import { formatValue } from "../chart/format-value";
import type { ViewOutput } from "../query";
import { Chip } from "../ui/chip";
import { Ago } from "../ui/time";

type Metric = ViewOutput<"metric">;

const lastOf = (data: Metric) => data.points.findLast((p) => p.value !== null) ?? null;

/** What the series is, its last value, what was expected of it, and whether it is in its band. */
export function SeriesHead({ data }: { data: Metric }) {
  const { series } = data;
  const last = lastOf(data);
  const open = data.anomalies.find((a) => a.endedAt === null) ?? null;
  const write = (v: number | null) => formatValue(v, series.unit, series.metric);
  return (
    <header className="flex flex-wrap items-start gap-x-6 gap-y-2">
      <div className="min-w-0">
        <h1 className="flex flex-wrap items-center gap-2 font-semibold text-xl">
          {series.service ? <span>{series.service}</span> : null}
          <span className={series.service ? "font-normal text-muted" : ""}>{series.title}</span>
        </h1>
        <p className="truncate text-muted text-sm">
          <span className="font-mono">{series.metric}</span>
          {series.tagWords ? ` · ${series.tagWords}` : ""}
          {series.origin === "simulated" ? " · history simulated" : ""}
        </p>
      </div>
      <dl className="ml-auto flex gap-6 text-right max-sm:ml-0 max-sm:text-left">
        <div>
          <dt className="text-muted text-sm">{last ? <Ago at={last.t} /> : "Last value"}</dt>
          <dd
            className={`font-semibold text-lg ${open?.level === "STRONG" ? "text-strong" : open ? "text-weak" : ""}`}
          >
            {write(last?.value ?? null)}
          </dd>
        </div>
        {last?.expected === null || last?.expected === undefined ? null : (
          <div>
            <dt className="text-muted text-sm">Expected</dt>
            <dd className="text-lg">{write(last.expected)}</dd>
          </div>
        )}
        <div>
          <dt className="text-muted text-sm">State</dt>
          <dd className="flex h-6 items-center">
            {open ? (
              <Chip tone={open.level === "STRONG" ? "strong" : "weak"}>{open.level}</Chip>
            ) : data.detector ? (
              <Chip tone="good">in band</Chip>
            ) : (
              <Chip>not watched</Chip>
            )}
          </dd>
        </div>
      </dl>
    </header>
  );
}
