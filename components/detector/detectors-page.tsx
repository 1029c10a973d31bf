"use client";
import { SlidersHorizontal } from "lucide-react";
import Link from "next/link";
import { parseAsString, useQueryState } from "nuqs";
import { SearchBox } from "../metric/search-box";
import { useView, type ViewOutput } from "../query";
import { Card } from "../ui/card";
import { Chip } from "../ui/chip";
import { EmptyState } from "../ui/empty-state";
import { ProgressRing } from "../ui/progress-ring";
import { SkeletonRows } from "../ui/skeleton";
import { Ago } from "../ui/time";
import { ViewState } from "../ui/view-state";
import { NewDetector } from "./new-detector";

type Row = ViewOutput<"detectors">["detectors"][number];

/** What watches, how ready it is, and how much it says. */
export function DetectorsPage() {
  const [q, setQ] = useQueryState(
    "q",
    parseAsString.withDefault("").withOptions({ history: "replace" }),
  );
  const query = useView("detectors", {}, { topics: ["detector", "anomaly"], everyMs: 30_000 });
  return (
    <div className="flex flex-1 flex-col gap-4 p-5 max-md:p-3">
      <div className="flex flex-wrap items-center gap-2">
        <SearchBox label="Name or target" value={q} onChange={(v) => void setQ(v)} />
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
          const rows = data.detectors.filter((d) =>
            `${d.title} ${d.target}`.toLowerCase().includes(q.toLowerCase()),
          );
          return (
            <Card
              title="Detectors"
              note={`${data.detectors.filter((d) => d.enabled).length} on, over ${data.series.toLocaleString("en-US")} series`}
            >
              {rows.length === 0 ? (
                <EmptyState
                  icon={<SlidersHorizontal size={17} aria-hidden="true" />}
                  title={q ? `Nothing matches “${q}”` : "No detectors yet"}
                >
                  {q
                    ? "Try a part of a name or of a target."
                    : "Sitroom attaches detectors for request rate, failures and latency when it first starts. Add your own for any other metric."}
                </EmptyState>
              ) : (
                <Table rows={rows} />
              )}
            </Card>
          );
        }}
      </ViewState>
    </div>
  );
}

function Table({ rows }: { rows: readonly Row[] }) {
  return (
    <table className="w-full table-fixed">
      <thead>
        <tr className="border-line border-b">
          <th className="th px-3.5">Name</th>
          <th className="th w-[26%] px-2 max-lg:hidden">Target</th>
          <th className="th w-28 px-2 max-xl:hidden">Algorithm</th>
          <th className="th w-32 px-2 max-sm:hidden">Readiness</th>
          <th className="th w-24 px-2 text-right max-md:hidden">Series</th>
          <th className="th w-28 px-2 text-right">Last 24 h</th>
          <th className="th w-28 px-2 max-md:hidden">Last anomaly</th>
          <th className="th w-20 px-3.5">Version</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((d) => (
          <tr key={d.id} className="row h-[34px]" data-quiet={!d.enabled}>
            <td className="truncate px-3.5">
              <Link
                href={`/detectors/${encodeURIComponent(d.id)}`}
                className="font-medium hover:underline"
              >
                {d.title}
              </Link>
              {d.managed === "auto" ? (
                <span className="ml-2 text-faint text-sm">automatic</span>
              ) : null}
            </td>
            <td
              className="truncate px-2 font-mono text-muted text-sm max-lg:hidden"
              title={d.target}
            >
              {d.target}
            </td>
            <td className="truncate px-2 text-muted max-xl:hidden">{d.algorithm}</td>
            <td className="px-2 max-sm:hidden">
              <Readiness detector={d} />
            </td>
            <td className="px-2 text-right text-muted max-md:hidden">{d.series}</td>
            <td className="whitespace-nowrap px-2 text-right">
              {d.anomalies24h === 0 ? (
                <span className="text-faint">none</span>
              ) : (
                <>
                  {d.anomalies24h}
                  {d.strong24h > 0 ? (
                    <span className="text-strong"> ({d.strong24h} strong)</span>
                  ) : null}
                </>
              )}
            </td>
            <td className="whitespace-nowrap px-2 text-muted max-md:hidden">
              {d.open > 0 ? (
                <Chip tone="strong">{`${d.open} open`}</Chip>
              ) : d.lastAt === null ? (
                "never"
              ) : (
                <Ago at={d.lastAt} />
              )}
            </td>
            <td className="px-3.5 font-mono text-muted text-sm">v{d.version}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Readiness({ detector: d }: { detector: Row }) {
  if (!d.enabled) return <span className="text-faint">off</span>;
  if (d.series === 0) return <span className="text-faint">no series yet</span>;
  const share = d.learned / d.series;
  return (
    <span className="flex items-center gap-2 whitespace-nowrap">
      <span className={share >= 1 ? "text-good" : "text-accent"}>
        <ProgressRing share={share} />
      </span>
      {share >= 1 ? (
        "Ready"
      ) : (
        <span className="text-muted">Learning {Math.round(share * 100)} %</span>
      )}
    </span>
  );
}
