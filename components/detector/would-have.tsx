"use client";
import Link from "next/link";
import { type KeyboardEvent, useRef } from "react";
import type { LabelKind } from "@/lib/detect/label";
import { formatSpan } from "@/lib/series/format-span";
import { LabelButton } from "../anomaly/label-button";
import { formatValue } from "../chart/format-value";
import { LevelChip } from "../metric/level-chip";
import { Card } from "../ui/card";
import { Chip } from "../ui/chip";
import { Time } from "../ui/time";
import type { PreviewDone } from "./use-preview";

type Shown = PreviewDone["anomalies"][number];
type Span = { startedAt: number; endedAt: number | null };
type Situation = { id: number; name: string; onsetAt: number; resolvedAt: number | null };

const listed = 20;
const end = (x: Span) => x.endedAt ?? Number.POSITIVE_INFINITY;
const meets = (a: Span, b: Span) => a.startedAt <= end(b) && b.startedAt <= end(a);

/**
 * The anomalies that the draft would have raised, newest first. Choosing one shows it in the small chart (j and k go
 * through them); one that was really raised is labelled in place.
 */
export function WouldHave({
  done,
  version,
  words,
  days,
  isDraft,
  real,
  situations,
  onPick,
}: {
  done: PreviewDone;
  version: number;
  words: { unit: string | null; metric: string };
  days: string;
  isDraft: boolean;
  /** What this detector really raised on the series */
  real: readonly (Span & { id: string; label: LabelKind | null })[];
  situations: readonly Situation[];
  onPick(a: Shown): void;
}) {
  const body = useRef<HTMLTableSectionElement>(null);
  const write = (v: number | null) => formatValue(v, words.unit, words.metric);
  const onKey = (event: KeyboardEvent) => {
    const step = event.key === "j" ? 1 : event.key === "k" ? -1 : 0;
    if (step === 0 || event.metaKey || event.ctrlKey) return;
    const buttons = [...(body.current?.querySelectorAll<HTMLButtonElement>("[data-pick]") ?? [])];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const next = buttons[Math.max(0, Math.min(buttons.length - 1, at + step))];
    next?.focus();
    next?.click();
    event.stopPropagation();
  };
  return (
    <Card
      title="Would have raised"
      note={`in the last ${days === "1" ? "day" : `${days} days`}`}
      aside={
        done.anomalies.length > listed ? `newest ${listed} of ${done.anomalies.length}` : undefined
      }
    >
      {done.anomalies.length === 0 ? (
        <p className="p-3.5 text-muted">Nothing. Every point is in its band, or does not count.</p>
      ) : (
        <div className="overflow-x-auto">
          <table className="w-full">
            <thead>
              <tr className="border-line border-b">
                <th className="th px-3.5">Time</th>
                <th className="th px-2">Strength</th>
                <th className="th px-2 text-right">Actual / expected</th>
                <th className="th px-2 text-right max-lg:hidden">Lasted</th>
                {isDraft ? <th className="th px-2">Against v{version}</th> : null}
                <th className="th px-2 max-sm:hidden">Situation</th>
                <th className="th px-3.5">Label</th>
              </tr>
            </thead>
            <tbody ref={body} onKeyDown={onKey}>
              {done.anomalies.slice(0, listed).map((a) => {
                const raised = real.find((r) => meets(a, r));
                const situation = situations.find((s) =>
                  meets(a, { startedAt: s.onsetAt, endedAt: s.resolvedAt }),
                );
                return (
                  <tr key={a.id} className="row h-[34px]">
                    <td className="whitespace-nowrap px-3.5">
                      <button
                        type="button"
                        data-pick
                        onClick={() => onPick(a)}
                        className="hover:underline"
                      >
                        <Time at={a.startedAt} date seconds={false} />
                      </button>
                    </td>
                    <td className="px-2">
                      <LevelChip level={a.level} score={a.peakScore} />
                    </td>
                    <td className="whitespace-nowrap px-2 text-right">
                      {write(a.peakValue)}{" "}
                      <span className="text-muted">/ {write(a.peakExpected)}</span>
                    </td>
                    <td className="whitespace-nowrap px-2 text-right text-muted max-lg:hidden">
                      {a.endedAt === null ? "open" : formatSpan(a.endedAt - a.startedAt)}
                    </td>
                    {isDraft ? (
                      <td className="px-2">
                        {a.against === "added" ? (
                          <Chip tone="good">added</Chip>
                        ) : (
                          <span className="text-muted">kept</span>
                        )}
                      </td>
                    ) : null}
                    <td className="px-2 max-sm:hidden">
                      {situation ? (
                        <Link
                          href={`/situations/${situation.id}`}
                          className="font-mono text-sm hover:underline"
                        >
                          {situation.name}
                        </Link>
                      ) : (
                        <span className="text-faint">none</span>
                      )}
                    </td>
                    <td className="px-3.5">
                      {raised ? (
                        <LabelButton anomalyId={raised.id} label={raised.label} />
                      ) : (
                        <span
                          className="text-faint text-sm"
                          title="Labels are given to anomalies that were really raised"
                        >
                          not raised
                        </span>
                      )}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  );
}
