"use client";
import { ChartLine } from "lucide-react";
import Link from "next/link";
import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { Pager } from "../chart/pager";
import { Segments } from "../chart/segments";
import { useTimeRange } from "../nav/use-time-range";
import { useView } from "../query";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { Chip } from "../ui/chip";
import { EmptyState } from "../ui/empty-state";
import { Skeleton, SkeletonRows } from "../ui/skeleton";
import { ViewState } from "../ui/view-state";
import { GoldenGrid } from "./golden-grid";
import { SearchBox } from "./search-box";
import { SeriesTable } from "./series-table";

const views = ["golden", "all"] as const;
const parsers = {
  view: parseAsStringLiteral(views).withDefault("golden"),
  q: parseAsString.withDefault(""),
  service: parseAsString.withDefault(""),
  page: parseAsInteger.withDefault(1),
};
const fresh = { topics: ["samples", "anomaly", "change"] as const };

/** Golden signals of every service, or every series in a list; one search box for both. */
export function MetricsPage() {
  const [state, setState] = useQueryStates(parsers, { history: "replace" });
  const range = useTimeRange();
  const everyMs = range.live ? 15_000 : undefined;
  return (
    <div className="flex flex-1 flex-col gap-4 p-5 max-md:p-3">
      <div className="flex flex-wrap items-center gap-2">
        <Segments
          label="What to show"
          value={state.view}
          options={[
            { value: "golden", label: "Golden signals" },
            { value: "all", label: "All series" },
          ]}
          onChange={(view) => void setState({ view, page: 1 })}
        />
        <SearchBox
          label={state.view === "golden" ? "Find a service" : "Metric, service or tag"}
          value={state.q}
          onChange={(q) => void setState({ q, page: 1 })}
        />
        {state.service && state.view === "all" ? (
          <Chip tone="accent">
            {state.service}
            <button
              type="button"
              aria-label={`Show series of every service, not only ${state.service}`}
              onClick={() => void setState({ service: "", page: 1 })}
            >
              ×
            </button>
          </Chip>
        ) : null}
        <span className="ml-auto text-faint text-sm max-lg:hidden">
          Drag over a chart to zoom every chart
        </span>
        <Button asChild size="sm" className="max-lg:ml-auto">
          <Link href="/metrics/derived">Derived metrics</Link>
        </Button>
      </div>
      {state.view === "golden" ? (
        <Golden
          q={state.q}
          page={state.page}
          everyMs={everyMs}
          onPage={(page) => void setState({ page })}
        />
      ) : (
        <All {...state} everyMs={everyMs} onPage={(page) => void setState({ page })} />
      )}
    </div>
  );
}

type Paged = { q: string; page: number; everyMs: number | undefined; onPage(page: number): void };

function Golden({ q, page, everyMs, onPage }: Paged) {
  const { text } = useTimeRange();
  const query = useView(
    "metrics-golden",
    { ...text, q, page },
    { ...fresh, ...(everyMs === undefined ? {} : { everyMs }) },
  );
  return (
    <ViewState query={query} what="The golden signals" skeleton={<GoldenSkeleton />}>
      {(data) =>
        data.services.length === 0 ? (
          <Nothing q={q} />
        ) : (
          <>
            <GoldenGrid data={data} />
            <Pager page={page} pages={data.pages} onPage={onPage} />
          </>
        )
      }
    </ViewState>
  );
}

function All({ q, service, page, everyMs, onPage }: Paged & { service: string }) {
  const { text } = useTimeRange();
  const query = useView(
    "metrics",
    { ...text, q, service, page },
    { ...fresh, ...(everyMs === undefined ? {} : { everyMs }) },
  );
  return (
    <ViewState
      query={query}
      what="The list of series"
      skeleton={
        <Card>
          <SkeletonRows rows={14} />
        </Card>
      }
    >
      {(data) =>
        data.total === 0 ? (
          <Nothing q={q || service} />
        ) : (
          <Card
            title="Series"
            note={
              data.total === data.everything
                ? `${data.total.toLocaleString("en-US")}`
                : `${data.total.toLocaleString("en-US")} of ${data.everything.toLocaleString("en-US")}`
            }
          >
            <SeriesTable series={data.series} />
            <Pager page={page} pages={data.pages} onPage={onPage} />
          </Card>
        )
      }
    </ViewState>
  );
}

function Nothing({ q }: { q: string }) {
  return (
    <Card>
      {q ? (
        <EmptyState
          icon={<ChartLine size={17} aria-hidden="true" />}
          title={`Nothing matches “${q}”`}
        >
          Try a part of a service's name, of a metric or of a tag's value.
        </EmptyState>
      ) : (
        <EmptyState
          icon={<ChartLine size={17} aria-hidden="true" />}
          title="No metrics yet"
          action={
            <Button asChild>
              <a href="/settings">Make an API key</a>
            </Button>
          }
        >
          Send OTLP over HTTP, Prometheus remote write or JSON points to port 4318. Request rate,
          failures and latency of each service appear here within half a minute of its first
          request.
        </EmptyState>
      )}
    </Card>
  );
}

function GoldenSkeleton() {
  return (
    <div role="status" aria-label="Loading" className="grid gap-6">
      {["a", "b", "c"].map((row) => (
        <div key={row} className="grid gap-2">
          <Skeleton className="h-5 w-28" />
          <div className="grid grid-cols-1 gap-4 sm:grid-cols-2 xl:grid-cols-4">
            {["1", "2", "3", "4"].map((card) => (
              <div key={card} className="h-[176px] rounded-lg border border-line bg-surface p-3">
                <Skeleton className="h-3 w-24" />
                <Skeleton className="mt-6 h-24 w-full" />
              </div>
            ))}
          </div>
        </div>
      ))}
    </div>
  );
}
