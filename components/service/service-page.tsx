"use client";
import Link from "next/link";
import { parseAsInteger, parseAsString, useQueryStates } from "nuqs";
import { Segments } from "../chart/segments";
import { useRangeQuery } from "../metric/use-range-query";
import { useTimeRange } from "../nav/use-time-range";
import { useView, type ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Skeleton } from "../ui/skeleton";
import { ViewState } from "../ui/view-state";
import { NeighbourCards } from "./neighbour-cards";
import { OperationsTable } from "./operations-table";
import { PartTables } from "./part-tables";
import { ServiceChanges } from "./service-changes";
import { TrendCharts } from "./trend-charts";

export type ServiceData = ViewOutput<"service">;

const countedWords: Record<string, string> = {
  metrics: "its metrics",
  spans: "its spans before sampling",
  callers: "its callers' spans",
};
const parsers = { bucket: parseAsInteger, operation: parseAsString };
const sizes = [
  { value: "auto", label: "Auto" },
  { value: "1", label: "1 min" },
  { value: "5", label: "5 min" },
  { value: "15", label: "15 min" },
  { value: "60", label: "60 min" },
] as const;
const isSize = (n: number | null): n is 1 | 5 | 15 | 60 => n !== null && [1, 5, 15, 60].includes(n);

/** One service over time: its requests, failures and latencies, by operation, version and instance, and its neighbours. */
export function ServicePage({ name }: { name: string }) {
  const [state, setState] = useQueryStates(parsers, { history: "replace" });
  const range = useTimeRange();
  const bucket = isSize(state.bucket) ? state.bucket : null;
  const query = useView(
    "service",
    { service: name, ...range.text, bucket, operation: state.operation },
    { topics: ["change", "settings"], ...(range.live ? { everyMs: 15_000 } : {}) },
  );
  return (
    <div className="mx-auto flex w-full max-w-[1320px] flex-1 flex-col gap-4 p-5 max-md:p-3">
      <ViewState query={query} what={`The service ${name}`} skeleton={<ServiceSkeleton />}>
        {(data) => (
          <>
            <Head data={data} />
            <div className="flex flex-wrap items-center gap-2">
              <Segments
                label="Parts of"
                value={bucket === null ? "auto" : (String(bucket) as "1" | "5" | "15" | "60")}
                options={sizes}
                onChange={(v) => void setState({ bucket: v === "auto" ? null : Number(v) })}
              />
              <span className="text-muted text-sm">
                in parts of {data.bucketMs / 60_000} min, counted from {countedWords[data.counted]}
              </span>
              {state.operation === null ? null : (
                <Button onClick={() => void setState({ operation: null })}>
                  {state.operation} ×
                </Button>
              )}
            </div>
            <TrendCharts data={data} onRange={(from, to) => range.setWindow({ from, to })} />
            <OperationsTable
              data={data}
              chosen={state.operation}
              onChoose={(operation) => void setState({ operation })}
            />
            <div className="grid grid-cols-[minmax(0,1fr)] gap-4 xl:grid-cols-2">
              <PartTables data={data} />
              <NeighbourCards data={data} />
            </div>
            <ServiceChanges data={data} />
          </>
        )}
      </ViewState>
    </div>
  );
}

function Head({ data }: { data: ServiceData }) {
  const query = useRangeQuery();
  const place = data.group ?? data.namespace;
  return (
    <header className="flex flex-wrap items-start gap-x-6 gap-y-2">
      <div className="min-w-0">
        <h1 className="truncate font-semibold text-xl">{data.service}</h1>
        <p className="text-muted text-sm">
          {data.external
            ? "External: known from its callers' spans"
            : (data.version ?? "version unknown")}
          {place ? ` · ${place}` : ""}
        </p>
      </div>
      <div className="ml-auto flex flex-wrap gap-2 max-sm:ml-0">
        <Button asChild>
          <Link href={`/graph?service=${encodeURIComponent(data.service)}&hops=1${query("&")}`}>
            On the graph
          </Link>
        </Button>
        <Button asChild>
          <Link href={`/metrics?view=all&service=${encodeURIComponent(data.service)}${query("&")}`}>
            All series
          </Link>
        </Button>
      </div>
    </header>
  );
}

function ServiceSkeleton() {
  return (
    <div role="status" aria-label="Loading" className="grid gap-4">
      <Skeleton className="h-12 w-64" />
      <div className="grid gap-4 lg:grid-cols-3">
        {["rate", "errors", "latency"].map((key) => (
          <Skeleton key={key} className="h-[180px] rounded-lg" />
        ))}
      </div>
      <Skeleton className="h-72 rounded-lg" />
    </div>
  );
}
