"use client";
import { TriangleAlert } from "lucide-react";
import { partTitles } from "@/lib/health/model";
import { formatSpan } from "@/lib/series/format-span";
import { useView, type ViewOutput } from "../query";
import { Skeleton, SkeletonRows } from "../ui/skeleton";
import { type StatTile, StatTiles } from "../ui/stat-tiles";
import { Time } from "../ui/time";
import { ViewState } from "../ui/view-state";
import { AlertsCard } from "./alerts-card";
import { ProcessCard } from "./process-card";
import { QueueCard, TablesCard } from "./work-cards";

type Data = ViewOutput<"status">;

function tilesOf(data: Data): StatTile[] {
  const missing = data.parts.filter((p) => p.needed && p.running === 0);
  const due = data.jobs.reduce((sum, j) => sum + j.due, 0);
  const skipped = data.processes.reduce((sum, p) => sum + (p.report.detect?.skipped ?? 0), 0);
  const errors = data.processes.reduce(
    (sum, p) => sum + (p.state === "running" ? p.report.errorsLastHour : 0),
    0,
  );
  const worst = Math.max(0, ...data.partitions.map((p) => p.records));
  return [
    {
      label: "Needed parts",
      value: missing.length === 0 ? "All run" : `${missing.length} away`,
      ...(missing.length > 0 && {
        hint: missing.map((p) => partTitles[p.name]).join(", "),
        unit: `of ${data.parts.filter((p) => p.needed).length}`,
      }),
      tone: missing.length === 0 ? "good" : "strong",
    },
    {
      label: "Detection behind",
      value: data.lag.behindMs > 0 ? formatSpan(data.lag.behindMs) : "0 s",
      unit: `${data.lag.records} records`,
      tone: data.lag.behindMs > 60_000 ? "strong" : "ink",
      hint: `Most in one partition: ${worst} records, of ${data.partitions.length} partitions`,
    },
    { label: "Records skipped", value: skipped, tone: skipped > 0 ? "strong" : "ink" },
    { label: "Jobs due", value: due },
    { label: "Errors in 1 h", value: errors, tone: errors > 20 ? "strong" : "ink" },
    { label: "Anomalies in 1 h", value: data.anomaliesLastHour },
  ];
}

/** How Sitroom itself is. */
export function StatusPage() {
  const query = useView("status", {}, { topics: ["health"], everyMs: 5_000 });
  return (
    <div className="w-full max-w-[1320px] px-6 pt-4 pb-16 max-md:px-3.5">
      <ViewState
        query={query}
        what="Status"
        skeleton={
          <>
            <Skeleton className="h-16 rounded-lg" />
            <SkeletonRows rows={4} className="mt-4 rounded-lg border border-line bg-surface" />
            <SkeletonRows rows={4} className="mt-4 rounded-lg border border-line bg-surface" />
          </>
        }
      >
        {(data) => (
          <div className="grid gap-4">
            {query.isError ? (
              <p
                role="status"
                className="flex items-start gap-2 rounded-md border border-weak-mark bg-weak-soft px-3 py-2"
              >
                <TriangleAlert size={15} className="mt-0.5 shrink-0 text-weak" aria-hidden="true" />
                <span>
                  This is how it was at <Time at={data.at} />: {query.error.message}
                </span>
              </p>
            ) : null}
            <StatTiles tiles={tilesOf(data)} />
            <AlertsCard data={data} />
            <ProcessCard processes={data.processes} />
            <div className="grid items-start gap-4 lg:grid-cols-2">
              <QueueCard jobs={data.jobs} />
              <TablesCard data={data} />
            </div>
          </div>
        )}
      </ViewState>
    </div>
  );
}
