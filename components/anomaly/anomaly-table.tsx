"use client";
import Link from "next/link";
import { formatSpan } from "@/lib/series/format-span";
import { formatValue } from "../chart/format-value";
import { LevelChip } from "../metric/level-chip";
import { useRangeQuery } from "../metric/use-range-query";
import type { ViewOutput } from "../query";
import { Time } from "../ui/time";
import { deviationWords } from "./prepare-deviation";

type Anomaly = ViewOutput<"anomalies">["anomalies"][number];

/** Anomalies in rows, newest first: what it was, what is typical, by how much, whose verdict, in which situation. */
export function AnomalyTable({ anomalies }: { anomalies: readonly Anomaly[] }) {
  const query = useRangeQuery();
  return (
    <table className="w-full table-fixed">
      <thead>
        <tr className="border-line border-b">
          <th className="th w-[124px] px-3.5">Time</th>
          <th className="th w-[118px] px-2">Strength</th>
          <th className="th px-2">Series</th>
          <th className="th w-[84px] px-2 text-right max-sm:hidden">Actual</th>
          <th className="th w-[84px] px-2 text-right max-md:hidden">Typical</th>
          <th className="th w-[84px] px-2 text-right max-md:hidden">Deviation</th>
          <th className="th w-20 px-2 text-right max-lg:hidden">Lasted</th>
          <th className="th w-40 px-2 max-2xl:hidden">Detector</th>
          <th className="th w-[88px] px-3.5 max-sm:hidden">Situation</th>
        </tr>
      </thead>
      <tbody>
        {anomalies.map((a) => (
          <tr key={a.id} className="row h-[34px]" data-quiet={a.muted !== null}>
            <td className="truncate px-3.5 text-muted">
              <Time at={a.startedAt} date seconds={false} />
            </td>
            <td className="px-2">
              <LevelChip level={a.level} score={a.peakScore} />
            </td>
            <td className="truncate px-2">
              <Link href={`/metrics/${a.seriesId}${query("?")}`} className="hover:underline">
                {a.service ? <span className="font-medium">{a.service} </span> : null}
                <span className={a.service ? "text-muted" : ""}>{a.title}</span>
              </Link>
            </td>
            <td className="truncate px-2 text-right max-sm:hidden">
              {formatValue(a.peakValue, a.unit, a.metric)}
            </td>
            <td className="truncate px-2 text-right text-muted max-md:hidden">
              {formatValue(a.peakExpected, a.unit, a.metric)}
            </td>
            <td className="truncate px-2 text-right max-md:hidden">
              {deviationWords(a.peakValue, a.peakExpected)}
            </td>
            <td className="truncate px-2 text-right text-muted max-lg:hidden">
              {a.endedAt === null ? "open" : formatSpan(a.endedAt - a.startedAt)}
            </td>
            <td className="truncate px-2 text-muted max-2xl:hidden">
              <Link
                href={`/detectors/${encodeURIComponent(a.detectorId)}?series=${a.seriesId}`}
                className="hover:text-ink hover:underline"
              >
                {a.detectorTitle} v{a.detectorVersion}
              </Link>
            </td>
            <td className="truncate px-3.5 max-sm:hidden">
              {a.situation ? (
                <Link
                  href={`/situations/${a.situation.id}`}
                  title={a.situation.title}
                  className="font-mono text-sm hover:underline"
                >
                  {a.situation.name}
                </Link>
              ) : (
                <span className="text-faint">{a.muted ? "muted" : "none"}</span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
