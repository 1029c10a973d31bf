"use client";
import { SlidersHorizontal } from "lucide-react";
import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useMemo } from "react";
import { Pager } from "../chart/pager";
import { Segments } from "../chart/segments";
import { SearchBox } from "../metric/search-box";
import { useView } from "../query";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { SkeletonRows } from "../ui/skeleton";
import { ViewState } from "../ui/view-state";
import { DetectorsTable } from "./detectors-table";
import { DetectorsTabs } from "./detectors-tabs";
import { NewDetector } from "./new-detector";
import { facets, facetTitles, isIn, matchesSearch } from "./prepare-detectors";

const pageSize = 50;
const parsers = {
  q: parseAsString.withDefault(""),
  is: parseAsStringLiteral(facets).withDefault("all"),
  page: parseAsInteger.withDefault(1),
};
const empty = {
  all: [
    "No detectors yet",
    "Sitroom attaches detectors for request rate, failures and latency when it first starts. Add your own for any other metric.",
  ],
  unused: ["None is unused", "Every detector that is on has series that send points."],
  untrusted: ["All are trusted", "Every detector may open situations and page."],
  unready: ["All are ready", "Every detector that is on has learned enough to judge."],
  shadow: [
    "No shadow runs",
    "Save a detector's next version as a shadow: it runs beside the live one and pages nobody.",
  ],
  off: ["None is off", "Every detector watches."],
} as const;

/** What watches, how ready and how good it is, and how much it says. */
export function DetectorsPage() {
  const [{ q, is, page }, setState] = useQueryStates(parsers, { history: "replace" });
  const query = useView(
    "detectors",
    {},
    { topics: ["detector", "anomaly", "readiness"], everyMs: 30_000 },
  );
  const scores = useView("detector-scorecards", {}, { everyMs: 60_000 });
  const cards = useMemo(
    () => new Map(scores.data?.scorecards.map((c) => [c.detectorId, c])),
    [scores.data],
  );
  return (
    <div className="flex flex-1 flex-col gap-4 px-5 pt-1 pb-5 max-md:px-3">
      <DetectorsTabs
        on="detectors"
        detectors={query.data?.detectors.length}
        rules={query.data?.rules}
      />
      <div className="flex flex-wrap items-center gap-2">
        <SearchBox
          label="Name, target or algorithm"
          value={q}
          onChange={(v) => void setState({ q: v, page: 1 })}
        />
        <div className="max-w-full overflow-x-auto [scrollbar-width:none]">
          <Segments
            label="Which detectors"
            value={is}
            options={facets.map((f) => {
              const n = query.data?.detectors.filter((d) => isIn(d, f)).length;
              return {
                value: f,
                label: (
                  <>
                    {facetTitles[f]} <span className="text-faint">{n ?? ""}</span>
                  </>
                ),
              };
            })}
            onChange={(f) => void setState({ is: f, page: 1 })}
          />
        </div>
        <div className="ml-auto">
          <NewDetector />
        </div>
      </div>
      <ViewState
        query={query}
        what="The detectors"
        skeleton={
          <Card>
            <SkeletonRows rows={6} />
          </Card>
        }
      >
        {(data) => {
          const rows = data.detectors.filter((d) => isIn(d, is) && matchesSearch(d, q));
          const pages = Math.max(1, Math.ceil(rows.length / pageSize));
          const at = Math.min(Math.max(1, page), pages);
          return (
            <Card
              title="Detectors"
              note={`${data.detectors.filter((d) => d.enabled).length} on, over ${data.series.toLocaleString("en-US")} series`}
            >
              {rows.length === 0 ? (
                <EmptyState
                  icon={<SlidersHorizontal size={17} aria-hidden="true" />}
                  title={q ? `Nothing matches “${q}”` : empty[is][0]}
                >
                  {q ? "Try a part of a name or of a target." : empty[is][1]}
                </EmptyState>
              ) : (
                <>
                  <DetectorsTable
                    rows={rows.slice((at - 1) * pageSize, at * pageSize)}
                    cards={cards}
                  />
                  <Pager page={at} pages={pages} onPage={(p) => void setState({ page: p })} />
                </>
              )}
            </Card>
          );
        }}
      </ViewState>
    </div>
  );
}
