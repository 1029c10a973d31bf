"use client";
import Link from "next/link";
import { formatValue } from "../chart/format-value";
import { Sparkline } from "../chart/sparkline";
import type { ViewOutput } from "../query";
import { Chip } from "../ui/chip";
import { Ago } from "../ui/time";
import { useRangeQuery } from "./use-range-query";

type Series = ViewOutput<"metrics">["series"][number];

/** Series in rows: name, shape, last value, who watches them. On a phone the shape and the watchers go. */
export function SeriesTable({ series }: { series: readonly Series[] }) {
  const query = useRangeQuery();
  return (
    <table className="w-full table-fixed">
      <thead>
        <tr className="border-line border-b">
          <th className="th px-3.5">Series</th>
          <th className="th w-28 px-2 max-md:hidden">Service</th>
          <th className="th w-32 px-2 max-md:hidden">In this range</th>
          <th className="th w-28 px-2 pr-3.5 text-right">Last value</th>
          <th className="th w-24 px-2 max-lg:hidden">Heard</th>
          <th className="th w-40 px-2 max-lg:hidden">Detectors</th>
          <th className="th w-28 px-2 pr-3.5 max-sm:hidden">Anomalies</th>
        </tr>
      </thead>
      <tbody>
        {series.map((s) => (
          <tr key={s.id} className="row h-[34px]">
            <td className="truncate px-3.5">
              <Link href={`/metrics/${s.id}${query("?")}`} className="hover:underline">
                {s.title}
              </Link>
              {s.tags ? <span className="ml-2 text-faint text-sm">{s.tags}</span> : null}
            </td>
            <td className="truncate px-2 text-muted max-md:hidden">{s.service ?? "–"}</td>
            <td className="px-2 max-md:hidden">
              <Sparkline values={s.spark} width={110} height={26} />
            </td>
            <td className="px-2 pr-3.5 text-right">
              {formatValue(s.last?.value ?? null, s.unit, s.metric)}
            </td>
            <td className="truncate px-2 text-muted max-lg:hidden">
              {s.last ? <Ago at={s.last.t} /> : "not in range"}
            </td>
            <td className="truncate px-2 text-muted max-lg:hidden">
              {s.detectors[0] ? (
                <Link
                  href={`/detectors/${s.detectors[0].id}`}
                  className="hover:text-ink hover:underline"
                >
                  {s.detectors[0].title}
                  {s.detectors.length > 1 ? ` +${s.detectors.length - 1}` : ""}
                </Link>
              ) : (
                <span className="text-faint">none</span>
              )}
            </td>
            <td className="px-2 pr-3.5 max-sm:hidden">
              {s.open ? (
                <Chip
                  tone={s.open.level === "STRONG" ? "strong" : "weak"}
                >{`${s.open.level} open`}</Chip>
              ) : s.anomalies > 0 ? (
                <span className="text-muted">{s.anomalies}</span>
              ) : (
                <span className="text-faint">none</span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
