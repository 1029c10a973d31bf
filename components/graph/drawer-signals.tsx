"use client";
import Link from "next/link";
import { formatSpan } from "@/lib/series/format-span";
import { formatValue } from "../chart/format-value";
import { Sparkline } from "../chart/sparkline";
import { useRangeQuery } from "../metric/use-range-query";
import { useTimeRange } from "../nav/use-time-range";
import type { ViewOutput } from "../query";
import { Part } from "./drawer-part";

/** The golden signals of one service with what is expected of them where they are out of band. */
export function DrawerSignals({ data }: { data: ViewOutput<"graph-service"> }) {
  const query = useRangeQuery();
  const { live } = useTimeRange();
  return (
    <Part
      title="Signals"
      aside={`${live ? "last " : ""}${formatSpan(data.to - data.from)}${live ? "" : " window"}`}
    >
      <ul>
        {data.signals.map((s) => (
          <li
            key={s.id}
            className="grid h-9 grid-cols-[88px_100px_minmax(0,1fr)] items-center gap-3 text-sm"
          >
            <Link
              href={`/metrics/${s.id}${query("?")}`}
              className="truncate text-muted hover:text-ink hover:underline"
            >
              {s.title}
            </Link>
            <Sparkline values={s.spark} runs={s.runs} width={100} />
            <span className="text-right leading-4">
              <span
                className={`block font-semibold ${s.level === "STRONG" ? "text-strong" : s.level === "WEAK" ? "text-weak" : ""}`}
              >
                {formatValue(s.last, s.unit, s.metric)}
              </span>
              {s.expected === null ? null : (
                <span className="block truncate text-muted text-xs">
                  expected {formatValue(s.expected, s.unit, s.metric)}
                </span>
              )}
            </span>
          </li>
        ))}
      </ul>
    </Part>
  );
}
