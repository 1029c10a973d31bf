"use client";
import { parseAsInteger, parseAsString, useQueryStates } from "nuqs";
import { useState } from "react";
import { useTimeRange } from "../nav/use-time-range";
import { useView } from "../query";
import { Skeleton } from "../ui/skeleton";
import { ViewState } from "../ui/view-state";
import { SeriesAnomalies } from "./series-anomalies";
import { SeriesContributors, type ShownSeries } from "./series-contributors";
import { SeriesHead } from "./series-head";
import { SeriesMain } from "./series-main";
import { SeriesSide } from "./series-side";

const parsers = {
  detector: parseAsString.withDefault(""),
  before: parseAsInteger.withDefault(0),
};

/** One series: its chart with band and marks, the wider context to move in, its anomalies, and who watches it. */
export function SeriesPage({ id }: { id: number }) {
  const range = useTimeRange();
  const [state, setState] = useQueryStates(parsers, { history: "replace" });
  const [shown, setShown] = useState<ShownSeries | null>(null);
  const query = useView(
    "metric",
    { id, ...range.text, detector: state.detector, beforeDays: state.before },
    { topics: ["samples", "anomaly", "change"], ...(range.live ? { everyMs: 15_000 } : {}) },
  );
  return (
    <div className="mx-auto flex w-full max-w-[1320px] flex-1 flex-col gap-4 p-5 max-md:p-3">
      <ViewState query={query} what="This series" skeleton={<SeriesSkeleton />}>
        {(data) => (
          <>
            <SeriesHead data={data} />
            <div className="grid grid-cols-[minmax(0,1fr)] gap-4 xl:grid-cols-[minmax(0,1fr)_300px]">
              <div className="flex min-w-0 flex-col gap-4">
                <SeriesMain
                  data={data}
                  before={state.before}
                  onBefore={(before) => {
                    setShown(null);
                    void setState({ before });
                  }}
                  range={range.text}
                  other={shown}
                  onRange={(from, to) => range.setWindow({ from, to })}
                />
                <SeriesAnomalies data={data} />
                <SeriesContributors id={id} range={range.text} shown={shown} onShown={setShown} />
              </div>
              <SeriesSide data={data} onDetector={(detector) => void setState({ detector })} />
            </div>
          </>
        )}
      </ViewState>
    </div>
  );
}

function SeriesSkeleton() {
  return (
    <div role="status" aria-label="Loading" className="grid gap-4">
      <Skeleton className="h-12 w-72" />
      <div className="grid gap-4 xl:grid-cols-[minmax(0,1fr)_300px]">
        <Skeleton className="h-[440px] w-full rounded-lg" />
        <Skeleton className="h-[300px] w-full rounded-lg" />
      </div>
    </div>
  );
}
