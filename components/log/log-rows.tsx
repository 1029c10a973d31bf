"use client";
import { formatValue } from "../chart/format-value";
import { Sparkline } from "../chart/sparkline";
import { useListKeys } from "../nav/use-list-keys";
import type { ViewOutput } from "../query";
import { Chip } from "../ui/chip";
import { Ago } from "../ui/time";
import { PatternText } from "./pattern-text";
import { SeverityChip } from "./severity-chip";

type Pattern = ViewOutput<"logs">["patterns"][number];

/** Log patterns in rows. Keys: j and k move, enter opens. */
export function LogRows({
  patterns,
  onOpen,
}: {
  patterns: readonly Pattern[];
  onOpen(id: string): void;
}) {
  const [at] = useListKeys({
    count: patterns.length,
    onOpen: (i) => {
      const pattern = patterns[i];
      if (pattern) onOpen(pattern.id);
    },
  });
  return (
    <table className="w-full table-fixed">
      <thead>
        <tr className="border-line border-b">
          <th className="th w-[76px] px-3.5">Severity</th>
          <th className="th w-28 px-2 max-md:hidden">Service</th>
          <th className="th px-2">Pattern</th>
          <th className="th w-20 px-2 text-right max-sm:w-16">Count</th>
          <th className="th w-36 px-2 max-lg:hidden">In this range</th>
          <th className="th w-32 px-3.5 max-lg:hidden">First seen</th>
        </tr>
      </thead>
      <tbody>
        {patterns.map((p, i) => (
          <tr key={p.id} data-row={i} className="row h-[34px]" data-focused={at === i}>
            <td className="px-3.5">
              <SeverityChip severity={p.severity} />
            </td>
            <td className="truncate px-2 max-md:hidden">{p.service}</td>
            <td className="truncate px-2" title={p.text}>
              <button
                type="button"
                onClick={() => onOpen(p.id)}
                className="max-w-full truncate text-left align-bottom hover:underline"
              >
                <span className="text-muted md:hidden">{p.service} </span>
                <PatternText text={p.text} />
              </button>
            </td>
            <td className="px-2 text-right">{formatValue(p.count, null)}</td>
            <td className="px-2 max-lg:hidden">
              <Sparkline values={p.spark} width={124} height={22} />
            </td>
            <td className="truncate px-3.5 text-muted max-lg:hidden">
              {p.isNew ? <Chip tone="accent">New</Chip> : null} <Ago at={p.firstSeenAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
