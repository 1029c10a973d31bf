"use client";
import Link from "next/link";
import { formatValue } from "../chart/format-value";
import { SeriesChart } from "../chart/series-chart";
import { WhenSeen } from "../chart/when-seen";
import { useTimeRange } from "../nav/use-time-range";
import type { ViewOutput } from "../query";
import { Chip } from "../ui/chip";
import { cn } from "../ui/cn";
import { useRangeQuery } from "./use-range-query";

type Golden = ViewOutput<"metrics-golden">;
type Signal = Golden["services"][number]["series"][number];

const latest = (s: Signal) => s.anomalies.find((a) => a.endedAt === null) ?? null;

/** The golden signals of each service, side by side, with one crosshair over all of them. */
export function GoldenGrid({ data }: { data: Golden }) {
  const range = useTimeRange();
  const query = useRangeQuery();
  return (
    <div className="grid gap-6">
      {data.services.map((s) => (
        <section key={s.service} aria-label={s.service} className="grid gap-2">
          <header className="flex items-center gap-2">
            <h2 className="font-semibold text-md">
              <Link
                href={`/metrics?view=all&service=${encodeURIComponent(s.service)}${query("&")}`}
                className="hover:underline"
              >
                {s.service}
              </Link>
            </h2>
            {s.open > 0 ? (
              <Chip tone="strong">{`${s.open} open ${s.open === 1 ? "anomaly" : "anomalies"}`}</Chip>
            ) : null}
            <Link
              href={`/graph?service=${encodeURIComponent(s.service)}${query("&")}`}
              className="ml-auto text-muted text-sm hover:text-ink"
            >
              On the graph
            </Link>
          </header>
          <div className="grid grid-cols-1 gap-4 sm:grid-cols-2 xl:grid-cols-4">
            {s.series.map((signal) => (
              <GoldenCard
                key={signal.id}
                service={s.service}
                signal={signal}
                flags={s.flags}
                from={data.from}
                to={data.to}
                href={`/metrics/${signal.id}${query("?")}`}
                onRange={(from, to) => range.setWindow({ from, to })}
              />
            ))}
          </div>
        </section>
      ))}
    </div>
  );
}

function GoldenCard({
  service,
  signal,
  flags,
  from,
  to,
  href,
  onRange,
}: {
  service: string;
  signal: Signal;
  flags: Golden["services"][number]["flags"];
  from: number;
  to: number;
  href: string;
  onRange(from: number, to: number): void;
}) {
  const open = latest(signal);
  return (
    <article className="min-w-0 rounded-lg border border-line bg-surface pt-2.5 hover:border-line-strong">
      <div className="flex items-baseline gap-2 px-3">
        <h3 className="min-w-0 truncate font-medium text-base">
          <Link href={href} className="hover:underline">
            {signal.title}
          </Link>
        </h3>
        <span
          className={cn(
            "ml-auto whitespace-nowrap font-semibold text-base",
            open?.level === "STRONG" && "text-strong",
            open?.level === "WEAK" && "text-weak",
          )}
        >
          {formatValue(signal.last?.value ?? null, signal.unit, signal.metric)}
        </span>
      </div>
      <WhenSeen height={142}>
        <SeriesChart
          size="small"
          title={`${service} ${signal.title}`}
          points={signal.points}
          from={from}
          to={to}
          unit={signal.unit}
          metric={signal.metric}
          anomalies={signal.anomalies}
          flags={flags}
          syncId="golden"
          onRange={onRange}
        />
      </WhenSeen>
    </article>
  );
}
