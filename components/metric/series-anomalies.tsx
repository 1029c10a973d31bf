"use client";
import Link from "next/link";
import { formatSpan } from "@/lib/series/format-span";
import { LabelButton } from "../anomaly/label-button";
import { formatValue } from "../chart/format-value";
import type { ViewOutput } from "../query";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";

import { Time } from "../ui/time";
import { LevelChip } from "./level-chip";

/** What was anomalous on this series in the range and its context, newest first. */
export function SeriesAnomalies({ data }: { data: ViewOutput<"metric"> }) {
  const { series, anomalies } = data;
  const write = (v: number | null) => formatValue(v, series.unit, series.metric);
  const days = Math.max(1, Math.round((data.context.to - data.context.from) / 86_400_000));
  return (
    <Card
      title="Anomalies"
      note={days === 1 ? "in the context above" : `in the ${days} days of the context above`}
      aside={anomalies.length > 0 ? String(anomalies.length) : undefined}
    >
      {anomalies.length === 0 ? (
        <EmptyState title="None here">
          {data.detector
            ? `${data.detector.title} watches this series and found nothing out of its band.`
            : "No detector watches this series. Attach one by its target expression."}
        </EmptyState>
      ) : (
        <div className="overflow-x-auto">
          <table className="w-full">
            <thead>
              <tr className="border-line border-b">
                <th className="th px-3.5">Time</th>
                <th className="th px-2">Strength</th>
                <th className="th px-2 text-right">Peak</th>
                <th className="th px-2 text-right max-sm:hidden">Expected</th>
                <th className="th px-2 text-right max-sm:hidden">Lasted</th>
                <th className="th px-2 max-md:hidden">Detector</th>
                <th className="th px-2 max-sm:hidden">Situation</th>
                <th className="th px-3.5">Label</th>
              </tr>
            </thead>
            <tbody>
              {anomalies.slice(0, 50).map((a) => (
                <tr key={a.id} className="row h-[34px]">
                  <td className="whitespace-nowrap px-3.5">
                    <Time at={a.startedAt} date seconds={false} />
                  </td>
                  <td className="px-2">
                    <LevelChip level={a.level} score={a.peakScore} />
                  </td>
                  <td className="whitespace-nowrap px-2 text-right">{write(a.peakValue)}</td>
                  <td className="whitespace-nowrap px-2 text-right text-muted max-sm:hidden">
                    {write(a.peakExpected)}
                  </td>
                  <td className="whitespace-nowrap px-2 text-right text-muted max-sm:hidden">
                    {a.endedAt === null ? "open" : formatSpan(a.endedAt - a.startedAt)}
                  </td>
                  <td className="truncate px-2 text-muted max-md:hidden">
                    <Link
                      href={`/detectors/${a.detectorId}?series=${series.id}`}
                      className="hover:text-ink hover:underline"
                    >
                      {a.detectorTitle} v{a.detectorVersion}
                    </Link>
                  </td>
                  <td className="px-2 max-sm:hidden">
                    {a.situation ? (
                      <Link
                        href={`/situations/${a.situation.id}`}
                        className="font-mono text-sm hover:underline"
                      >
                        S-{a.situation.id}
                      </Link>
                    ) : (
                      <span className="text-faint">{a.muted ? "muted" : "none"}</span>
                    )}
                  </td>
                  <td className="whitespace-nowrap px-3.5">
                    <LabelButton anomalyId={a.id} label={a.label} />
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
