"use client";
import { useVirtualizer } from "@tanstack/react-virtual";
import { Ellipsis } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { formatSpan } from "@/lib/series/format-span";
import { formatValue } from "../chart/format-value";
import { LevelChip } from "../metric/level-chip";
import { useRangeQuery } from "../metric/use-range-query";
import { useKeys } from "../nav/use-keys";
import { useListKeys } from "../nav/use-list-keys";
import type { ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Menu, MenuItem, MenuLine } from "../ui/menu";
import { Time } from "../ui/time";
import { LabelButton } from "./label-button";
import { LabelDialog } from "./label-dialog";
import { deviationWords } from "./prepare-deviation";
import { SilenceDialog } from "./silence-dialog";

type Data = ViewOutput<"anomalies">;
type Anomaly = Data["anomalies"][number];

const rowHeight = 35;
const visibleRows = 16;
const columns =
  "grid-cols-[104px_minmax(0,1fr)_92px_30px] sm:grid-cols-[104px_108px_minmax(0,1fr)_78px_92px_30px] md:grid-cols-[104px_108px_minmax(0,1fr)_78px_78px_66px_92px_30px] lg:grid-cols-[104px_108px_minmax(0,1fr)_78px_78px_66px_52px_92px_30px] 2xl:grid-cols-[104px_108px_minmax(0,1fr)_84px_84px_74px_64px_minmax(0,180px)_60px_96px_30px]";

const tuneUrl = (a: Anomaly) =>
  `/detectors/${encodeURIComponent(a.detectorId)}?series=${a.seriesId}`;

/**
 * Anomalies in rows, newest first: what it was, what is typical, by how much, whose verdict, in which situation. Draws
 * only the rows in view. Keys: j and k move, enter opens, l labels, t tunes, s silences.
 */
export function AnomalyTable({
  anomalies,
  silencedUntil,
}: {
  anomalies: readonly Anomaly[];
  silencedUntil: Data["silencedUntil"];
}) {
  const query = useRangeQuery();
  const router = useRouter();
  const box = useRef<HTMLDivElement>(null);
  const [labelling, setLabelling] = useState<Anomaly | null>(null);
  const [silencing, setSilencing] = useState<Anomaly | null>(null);
  const rows = useVirtualizer({
    count: anomalies.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    getItemKey: (i) => anomalies[i]?.id ?? i,
    overscan: 12,
  });
  const metricUrl = (a: Anomaly) => `/metrics/${a.seriesId}${query("?")}`;
  const [at, setAt] = useListKeys({
    count: anomalies.length,
    onOpen: (i) => {
      const a = anomalies[i];
      if (a) router.push(metricUrl(a));
    },
  });
  const focused = anomalies[at];
  useKeys(
    focused
      ? {
          l: () => setLabelling(focused),
          t: () => router.push(tuneUrl(focused)),
          s: () => setSilencing(focused),
        }
      : {},
  );
  return (
    <div>
      <div
        aria-hidden="true"
        className={`th grid items-center gap-x-2 border-line border-b px-3.5 ${columns}`}
      >
        <span>Time</span>
        <span className="max-sm:hidden">Strength</span>
        <span>Series</span>
        <span className="text-right max-sm:hidden">Actual</span>
        <span className="text-right max-md:hidden">Typical</span>
        <span className="text-right max-md:hidden">Deviation</span>
        <span className="text-right max-2xl:hidden">Lasted</span>
        <span className="max-2xl:hidden">Detector</span>
        <span className="max-lg:hidden">Situation</span>
        <span>Label</span>
        <span>
          <span className="sr-only">More</span>
        </span>
      </div>
      <div
        ref={box}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        className="overflow-y-auto overscroll-contain -outline-offset-2"
        style={{ height: Math.min(anomalies.length, visibleRows) * rowHeight }}
      >
        <ul aria-label="Anomalies" className="relative" style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map((item) => {
            const a = anomalies[item.index];
            if (!a) return null;
            return (
              <li
                key={item.key}
                aria-setsize={anomalies.length}
                aria-posinset={item.index + 1}
                data-focused={item.index === at}
                data-quiet={a.muted !== null}
                onPointerDown={() => setAt(item.index)}
                className={`row !absolute inset-x-0 top-0 grid items-center gap-x-2 px-3.5 ${columns}`}
                style={{ height: rowHeight, transform: `translateY(${item.start}px)` }}
              >
                <Cells anomaly={a} metricUrl={metricUrl(a)} />
                <span className="justify-self-end">
                  <RowMenu
                    anomaly={a}
                    silenced={silencedUntil[a.seriesId] !== undefined}
                    onMetric={() => router.push(metricUrl(a))}
                    onTune={() => router.push(tuneUrl(a))}
                    onLabel={() => setLabelling(a)}
                    onSilence={() => setSilencing(a)}
                  />
                </span>
              </li>
            );
          })}
        </ul>
      </div>
      <LabelDialog
        anomalyId={labelling?.id ?? null}
        label={labelling?.label ?? null}
        onClose={() => setLabelling(null)}
      />
      <SilenceDialog
        series={
          silencing && {
            id: silencing.seriesId,
            name: `${silencing.service ?? ""} ${silencing.title}`.trim(),
            until: silencedUntil[silencing.seriesId] ?? null,
          }
        }
        onClose={() => setSilencing(null)}
      />
    </div>
  );
}

function Cells({ anomaly: a, metricUrl }: { anomaly: Anomaly; metricUrl: string }) {
  const write = (v: number | null) => formatValue(v, a.unit, a.metric);
  return (
    <>
      <span className="flex min-w-0 items-center gap-1.5 text-muted">
        <i
          aria-hidden="true"
          className={`size-2 shrink-0 sm:hidden ${a.level === "STRONG" ? "rotate-45 bg-strong-mark" : "rounded-full bg-weak-mark"}`}
        />
        <Time at={a.startedAt} date seconds={false} className="truncate" />
      </span>
      <span className="max-sm:hidden">
        <LevelChip level={a.level} score={a.peakScore} />
      </span>
      <span className="truncate" title={a.muted ?? undefined}>
        <Link href={metricUrl} className="hover:underline">
          {a.service ? <span className="font-medium">{a.service} </span> : null}
          <span className={a.service ? "text-muted" : ""}>{a.title}</span>
        </Link>
        {a.muted ? <span className="text-faint text-sm"> muted</span> : null}
      </span>
      <span className="truncate text-right max-sm:hidden">{write(a.peakValue)}</span>
      <span className="truncate text-right text-muted max-md:hidden">{write(a.peakExpected)}</span>
      <span className="truncate text-right max-md:hidden">
        {deviationWords(a.peakValue, a.peakExpected)}
      </span>
      <span className="truncate text-right text-muted max-2xl:hidden">
        {a.endedAt === null ? "open" : formatSpan(a.endedAt - a.startedAt)}
      </span>
      <span className="truncate text-muted max-2xl:hidden">
        <Link href={tuneUrl(a)} className="hover:text-ink hover:underline">
          {a.detectorTitle} v{a.detectorVersion}
        </Link>
      </span>
      <span className="truncate max-lg:hidden">
        {a.situation ? (
          <Link
            href={`/situations/${a.situation.id}`}
            title={a.situation.title}
            className="font-mono text-sm hover:underline"
          >
            {a.situation.name}
          </Link>
        ) : (
          <span className="text-faint">none</span>
        )}
      </span>
      <span className="min-w-0 truncate">
        <LabelButton anomalyId={a.id} label={a.label} />
      </span>
    </>
  );
}

function RowMenu({
  anomaly,
  silenced,
  onMetric,
  onTune,
  onLabel,
  onSilence,
}: {
  anomaly: Anomaly;
  silenced: boolean;
  onMetric(): void;
  onTune(): void;
  onLabel(): void;
  onSilence(): void;
}) {
  return (
    <Menu
      trigger={
        <Button
          size="icon-sm"
          variant="ghost"
          aria-label={`More for ${anomaly.service ?? anomaly.metric}`}
        >
          <Ellipsis size={15} aria-hidden="true" />
        </Button>
      }
    >
      <MenuItem hint="enter" onSelect={onMetric}>
        Open metric
      </MenuItem>
      <MenuItem hint="t" onSelect={onTune}>
        Tune detector
      </MenuItem>
      <MenuLine />
      <MenuItem hint="l" onSelect={onLabel}>
        {anomaly.label ? "Change label" : "Label"}
      </MenuItem>
      <MenuItem hint="s" onSelect={onSilence}>
        {silenced ? "End or extend silence" : "Silence series"}
      </MenuItem>
    </Menu>
  );
}
