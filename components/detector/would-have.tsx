"use client";
import { formatSpan } from "@/lib/series/format-span";
import { formatValue } from "../chart/format-value";
import { LevelChip } from "../metric/level-chip";
import { Card } from "../ui/card";
import { Chip } from "../ui/chip";
import { Time } from "../ui/time";
import type { PreviewDone } from "./use-preview";

/** The anomalies that the draft would have raised, newest first; choosing one shows it in the small chart. */
export function WouldHave({
  done,
  version,
  words,
  days,
  onPick,
}: {
  done: PreviewDone;
  version: number;
  words: { unit: string | null; metric: string };
  days: string;
  onPick(a: PreviewDone["anomalies"][number]): void;
}) {
  const write = (v: number | null) => formatValue(v, words.unit, words.metric);
  return (
    <Card
      title="Would have raised"
      note={`in the last ${days === "1" ? "day" : `${days} days`}`}
      aside={done.anomalies.length > 20 ? `newest 20 of ${done.anomalies.length}` : undefined}
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
                <th className="th px-2 text-right max-sm:hidden">Lasted</th>
                <th className="th px-3.5">Against v{version}</th>
              </tr>
            </thead>
            <tbody>
              {done.anomalies.slice(0, 20).map((a) => (
                <tr key={a.id} className="row h-[34px]">
                  <td className="whitespace-nowrap px-3.5">
                    <button type="button" onClick={() => onPick(a)} className="hover:underline">
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
                  <td className="whitespace-nowrap px-2 text-right text-muted max-sm:hidden">
                    {a.endedAt === null ? "open" : formatSpan(a.endedAt - a.startedAt)}
                  </td>
                  <td className="px-3.5">
                    {a.against === "added" ? (
                      <Chip tone="good">added</Chip>
                    ) : (
                      <span className="text-muted">kept</span>
                    )}
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
