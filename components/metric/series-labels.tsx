"use client";
import { BellOff } from "lucide-react";
import { useState } from "react";
import { LabelButton } from "../anomaly/label-button";
import { SilenceDialog } from "../anomaly/silence-dialog";
import { formatValue } from "../chart/format-value";
import type { ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { Ago, Time } from "../ui/time";

type Metric = ViewOutput<"metric">;
type Taught = Metric["taught"]["labels"][number];

/** What people have said of this series and what that teaches its detectors; until when it is silenced. */
export function SeriesLabels({ data }: { data: Metric }) {
  const { series, taught } = data;
  const [silencing, setSilencing] = useState(false);
  const write = (v: number | null) => formatValue(v, series.unit, series.metric);
  return (
    <Card
      title="Labels"
      aside={
        <Button
          size="sm"
          variant="ghost"
          className={taught.silencedUntil === null ? "" : "text-weak"}
          onClick={() => setSilencing(true)}
        >
          <BellOff size={13} aria-hidden="true" />
          {taught.silencedUntil === null ? "Silence" : "Silenced"}
        </Button>
      }
    >
      {taught.silencedUntil === null ? null : (
        <p className="border-line border-b px-3.5 py-2 text-weak">
          Pages nobody until <Time at={taught.silencedUntil} date seconds={false} />.
        </p>
      )}
      {taught.labels.length === 0 ? (
        <p className="p-3.5 text-muted">
          None. Click an anomaly in the chart to say what it was; its detector learns from that.
        </p>
      ) : (
        <ul>
          {taught.labels.map((l) => (
            <li key={l.anomalyId} className="row grid gap-1 px-3.5 py-2">
              <span className="flex items-center gap-2">
                <LabelButton anomalyId={l.anomalyId} label={l.kind} />
                <span className="ml-auto truncate text-muted text-sm">
                  {l.author}, <Ago at={l.at} />
                </span>
              </span>
              <span className="text-sm">{teaches(l, write)}</span>
              {l.note ? <span className="text-muted text-sm">{l.note}</span> : null}
            </li>
          ))}
        </ul>
      )}
      <SilenceDialog
        series={
          silencing
            ? {
                id: series.id,
                name: `${series.service ?? ""} ${series.title}`.trim(),
                until: taught.silencedUntil,
              }
            : null
        }
        onClose={() => setSilencing(false)}
      />
    </Card>
  );
}

function teaches(l: Taught, write: (v: number | null) => string) {
  if (l.kind === "false-alarm")
    return `Counts from ${write(l.distance)} ${l.direction} what is expected.`;
  if (l.kind === "expected") {
    const when = l.when ?? "";
    return `${when.charAt(0).toUpperCase()}${when.slice(1)}, up to ${write(l.distance)} ${l.direction}.`;
  }
  if (l.kind === "new-trend")
    return (
      <>
        Learned anew from <Time at={l.startedAt} date seconds={false} />.
      </>
    );
  return "Counts for the detector's precision.";
}
