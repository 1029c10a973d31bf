"use client";
import { formatSpan } from "@/lib/series/format-span";
import { formatValue } from "../chart/format-value";
import { Sparkline } from "../chart/sparkline";
import { useView, type ViewOutput } from "../query";
import { cn } from "../ui/cn";
import { SkeletonRows } from "../ui/skeleton";
import { Time } from "../ui/time";
import { ViewState } from "../ui/view-state";

type Effect = ViewOutput<"change-effect">;
const sparkWidth = 96;
const tones = { worse: "text-strong", better: "text-good", even: "text-muted" } as const;

function changeWords({ before, after, change }: Effect["rows"][number]): string {
  if (before === null || after === null) return "no data";
  if (change === null) return "new";
  const percent = Math.round(change * 100);
  if (percent === 0) return "even";
  return change > 9
    ? `×${(change + 1).toFixed(0)}`
    : `${percent > 0 ? "+" : "−"}${Math.abs(percent)} %`;
}

function Row({ row, split }: { row: Effect["rows"][number]; split: number }) {
  const write = (v: number | null) => formatValue(v, row.unit, row.metric);
  return (
    <tr className="border-line border-t">
      <th
        scope="row"
        className="max-w-0 truncate py-1.5 pl-4 text-left font-normal"
        title={row.metric}
      >
        {row.title}
      </th>
      <td className="w-20 truncate px-1 text-right text-muted">{write(row.before)}</td>
      <td className="w-20 truncate px-1 text-right">{write(row.after)}</td>
      <td
        className={cn(
          "w-[68px] whitespace-nowrap px-1 text-right font-medium max-sm:w-20 max-sm:pr-4",
          tones[row.verdict],
        )}
      >
        {changeWords(row)}
        {row.verdict === "worse" ? <span className="sr-only"> worse</span> : null}
      </td>
      <td className="w-[116px] py-1 pr-4 pl-2 max-sm:hidden">
        <span className="relative block" style={{ width: sparkWidth }}>
          <Sparkline
            values={row.spark}
            width={sparkWidth}
            height={22}
            runs={
              row.verdict === "worse"
                ? [{ from: split, to: row.spark.length, level: "STRONG" }]
                : []
            }
          />
          <span
            aria-hidden="true"
            className="absolute inset-y-0 border-change border-l border-dashed"
            style={{ left: (split / Math.max(1, row.spark.length - 1)) * sparkWidth }}
          />
        </span>
      </td>
    </tr>
  );
}

function windowWords({ after, next, settled }: Effect): string {
  const length = formatSpan(Math.max(0, after.to - after.from));
  if (settled) return `the 20 min before against ${length} from 10 min after it on`;
  return `the 20 min before against the ${length} after${next ? `, until “${next}”` : ""}`;
}

/** A service's signals before a change against after it: the golden ones, and whatever else moved by 5 % or more. */
export function BeforeAfter({ id }: { id: string }) {
  const query = useView("change-effect", { id });
  return (
    <ViewState query={query} what="The comparison" skeleton={<SkeletonRows rows={4} />}>
      {(data) =>
        data.rows.length === 0 ? (
          <p className="px-4 py-3 text-muted">
            {data.service} sent nothing around <Time at={data.at} date />, so there is nothing to
            compare.
          </p>
        ) : (
          <>
            <p className="px-4 pb-2 text-muted text-sm">
              Means of {data.service}: {windowWords(data)}.
            </p>
            <table className="w-full table-fixed">
              <thead>
                <tr>
                  <th className="th pl-4 text-left">Signal</th>
                  <th className="th w-20 px-1 text-right">Before</th>
                  <th className="th w-20 px-1 text-right">After</th>
                  <th className="th w-[68px] px-1 text-right max-sm:w-20 max-sm:pr-4">Change</th>
                  <th className="th w-[116px] pr-4 pl-2 text-left max-sm:hidden">Course</th>
                </tr>
              </thead>
              <tbody>
                {data.rows.map((row) => (
                  <Row key={`${row.metric} ${row.severity}`} row={row} split={data.split} />
                ))}
              </tbody>
            </table>
          </>
        )
      }
    </ViewState>
  );
}
