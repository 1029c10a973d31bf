"use client";
import { BellOff, ListPlus, SlidersHorizontal, Tag, Waypoints } from "lucide-react";
import Link from "next/link";
import { Popover } from "radix-ui";
import { formatSpan } from "@/lib/series/format-span";
import { deviationWords } from "../anomaly/prepare-deviation";
import { labelTitle } from "../anomaly/prepare-label";
import { formatValue } from "../chart/format-value";
import type { ViewOutput } from "../query";
import { tracesUrl } from "../trace/traces-url";
import { Button } from "../ui/button";
import { Time } from "../ui/time";
import { LevelChip } from "./level-chip";

type Anomaly = ViewOutput<"metric">["anomalies"][number];

/** Traces of so long before and after its points belong to an anomaly as well. */
const aroundMs = 30_000;

/** The traces behind an anomaly: failed ones where failures are counted, slow ones where latency is, else all. */
const tracesOf = (a: Anomaly, service: string): string =>
  tracesUrl({
    service,
    from: a.startedAt - aroundMs,
    to: (a.endedAt ?? Math.max(a.peakAt, a.startedAt)) + aroundMs,
    failed: a.metric.endsWith(".errors"),
    order: "slowest",
  });

/** How likely a deviation as large as this is by chance, by its score (−log10). */
function chanceWords(score: number): string {
  if (!(score > 0)) return "not told";
  if (score >= 9) return "under 1 in a billion";
  return `1 in ${Math.round(10 ** score).toLocaleString("en-US", { maximumSignificantDigits: 2 })}`;
}

/** What one anomaly was, hung on its mark in the chart, with what one may do about it. */
export function AnomalyPopover({
  anomaly: a,
  at,
  service,
  onLabel,
  onSilence,
  onJoin,
  onClose,
}: {
  anomaly: Anomaly;
  service: string | null;
  /** Place within the chart's box, pixels */
  at: { x: number; y: number };
  onLabel(): void;
  onSilence(): void;
  /** Adds it to a situation */
  onJoin(): void;
  onClose(): void;
}) {
  const write = (v: number | null) => formatValue(v, a.unit, a.metric);
  const facts: [string, string][] = [
    ["Peak", write(a.peakValue)],
    ["Expected", write(a.peakExpected)],
    ["Deviation", deviationWords(a.peakValue, a.peakExpected)],
    ["By chance", chanceWords(a.peakScore)],
    ["Lasted", a.endedAt === null ? "still open" : formatSpan(a.endedAt - a.startedAt)],
    ["Detector", `${a.detectorTitle} v${a.detectorVersion}`],
    ...(a.label ? ([["Label", labelTitle(a.label)]] as [string, string][]) : []),
    ...(a.muted ? ([["Muted", a.muted]] as [string, string][]) : []),
  ];
  return (
    <Popover.Root
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Popover.Anchor asChild>
        <span className="pointer-events-none absolute size-0" style={{ left: at.x, top: at.y }} />
      </Popover.Anchor>
      <Popover.Portal>
        <Popover.Content
          aria-label="Anomaly"
          sideOffset={10}
          collisionPadding={8}
          className="z-50 w-72 rounded-lg border border-line-strong bg-raised p-3 shadow-float"
        >
          <p className="flex items-center gap-2">
            <LevelChip level={a.level} score={a.peakScore} />
            <Time at={a.startedAt} date className="ml-auto text-muted text-sm" />
          </p>
          <dl className="mt-2 grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1">
            {facts.map(([name, value]) => (
              <div key={name} className="contents">
                <dt className="text-muted">{name}</dt>
                <dd className="text-right">{value}</dd>
              </div>
            ))}
          </dl>
          <div className="mt-3 flex flex-wrap gap-2">
            <Button size="sm" onClick={onLabel}>
              <Tag size={13} aria-hidden="true" />
              {a.label ? "Change label" : "Label"}
            </Button>
            <Button asChild size="sm">
              <Link href={`/detectors/${encodeURIComponent(a.detectorId)}?series=${a.seriesId}`}>
                <SlidersHorizontal size={13} aria-hidden="true" />
                Tune
              </Link>
            </Button>
            {service ? (
              <Button asChild size="sm">
                <Link href={tracesOf(a, service)}>
                  <Waypoints size={13} aria-hidden="true" />
                  Traces
                </Link>
              </Button>
            ) : null}
            <Button size="sm" onClick={onSilence}>
              <BellOff size={13} aria-hidden="true" />
              Silence
            </Button>
            {a.situation ? (
              <Button asChild size="sm" variant="ghost">
                <Link href={`/situations/${a.situation.id}`}>S-{a.situation.id}</Link>
              </Button>
            ) : (
              <Button size="sm" onClick={onJoin}>
                <ListPlus size={13} aria-hidden="true" />
                Add to situation
              </Button>
            )}
          </div>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
