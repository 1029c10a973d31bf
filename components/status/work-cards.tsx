"use client";
import { formatSpan } from "@/lib/series/format-span";
import type { ViewOutput } from "../query";
import { Card } from "../ui/card";
import { Chip } from "../ui/chip";
import { cn } from "../ui/cn";
import { EmptyState } from "../ui/empty-state";
import { Time } from "../ui/time";
import { sizeWords } from "./size-words";

type Data = ViewOutput<"status">;
const number = "text-right tabular-nums";

/** The queue: what waits, how long, and what does not succeed. */
export function QueueCard({ jobs }: { jobs: Data["jobs"] }) {
  return (
    <Card title="Jobs in the queue">
      {jobs.length === 0 ? (
        <EmptyState className="py-8" title="The queue is empty">
          What is found, proposed, executed and told passes through it; it is empty most of the
          time.
        </EmptyState>
      ) : (
        <div className="overflow-x-auto">
          <table className="w-full">
            <thead>
              <tr className="th border-line border-b text-left">
                <th className="px-3.5 font-medium">Job</th>
                <th className={cn("px-2 font-medium", number)}>Due</th>
                <th className={cn("px-2 font-medium", number)}>Runs</th>
                <th className={cn("px-2 font-medium max-sm:hidden", number)}>Later</th>
                <th className={cn("px-3.5 font-medium", number)}>Waits for</th>
              </tr>
            </thead>
            <tbody>
              {jobs.map((job) => (
                <tr key={job.name} className="border-line not-last:border-b">
                  <td className="px-3.5 py-2">
                    <span className="flex flex-wrap items-center gap-2">
                      <span className="font-mono text-sm">{job.name}</span>
                      {job.dead > 0 ? <Chip tone="strong">{`${job.dead} given up`}</Chip> : null}
                      {job.failing > 0 ? <Chip tone="weak">{`${job.failing} failing`}</Chip> : null}
                    </span>
                    {job.lastError && job.dead + job.failing > 0 ? (
                      <span className="block break-words text-muted text-sm">{job.lastError}</span>
                    ) : null}
                  </td>
                  <td className={cn("px-2 align-top leading-9", number)}>{job.due}</td>
                  <td className={cn("px-2 align-top leading-9", number)}>{job.running}</td>
                  <td className={cn("px-2 align-top leading-9 max-sm:hidden", number)}>
                    {job.later}
                  </td>
                  <td className={cn("px-3.5 align-top leading-9 whitespace-nowrap", number)}>
                    {job.oldestMs > 0 ? formatSpan(job.oldestMs) : "–"}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  );
}

/** What is kept by day, since when, and how large it is. */
export function TablesCard({ data }: { data: Data }) {
  return (
    <Card title="What is kept" note={`the database has ${sizeWords(data.databaseBytes)}`}>
      <div className="overflow-x-auto">
        <table className="w-full">
          <thead>
            <tr className="th border-line border-b text-left">
              <th className="px-3.5 font-medium">Table</th>
              <th className={cn("px-2 font-medium", number)}>Kept</th>
              <th className={cn("px-2 font-medium max-sm:hidden", number)}>Oldest</th>
              <th className={cn("px-3.5 font-medium", number)}>Size</th>
            </tr>
          </thead>
          <tbody>
            {data.tables.map((table) => (
              <tr key={table.name} className="border-line not-last:border-b">
                <td className="px-3.5 py-2 font-mono text-sm">{table.name}</td>
                <td className={cn("px-2 whitespace-nowrap", number)}>{table.keepDays} days</td>
                <td className={cn("px-2 whitespace-nowrap max-sm:hidden", number)}>
                  {table.oldestAt === null ? (
                    "–"
                  ) : (
                    <Time at={table.oldestAt} date seconds={false} />
                  )}
                </td>
                <td className={cn("px-3.5 whitespace-nowrap", number)}>{sizeWords(table.bytes)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="border-line border-t px-3.5 py-2.5 text-muted">
        {data.unsealedAt === null ? (
          "Every entry of the timeline is sealed."
        ) : (
          <>
            The oldest timeline entry without a seal is from <Time at={data.unsealedAt} date />, and
            seals are made every minute.
          </>
        )}
      </p>
    </Card>
  );
}
