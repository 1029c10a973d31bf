"use client";
import { Sparkline } from "../chart/sparkline";
import { Card } from "../ui/card";
import { type Column, SortableHead, useSorted } from "../ui/sortable";
import { RateCells, rateColumns } from "./rate-cells";
import type { ServiceData } from "./service-page";

type Key = "operation" | "calls" | "rate" | "errorShare" | "p50" | "p95" | "p99";
const columns: readonly Column<Key>[] = [
  { key: "operation", title: "Operation" },
  ...rateColumns("Requests"),
];

/** What a service does for others, each operation with its numbers and shape; one chosen becomes the charts. */
export function OperationsTable({
  data,
  chosen,
  onChoose,
}: {
  data: ServiceData;
  chosen: string | null;
  onChoose(operation: string | null): void;
}) {
  const { rows, sort, onSort } = useSorted(
    data.operations,
    (o, key: Key) => o[key] ?? -1,
    { key: "rate", down: true },
    (o) => o.operation,
  );
  return (
    <Card title="Operations" note="entry spans, counted before sampling">
      {rows.length === 0 ? (
        <p className="px-3.5 py-4 text-muted text-sm">
          No spans of it in this range: operations come from OTLP traces.
        </p>
      ) : (
        <div className="overflow-x-auto">
          <table className="w-full">
            <SortableHead columns={columns} sort={sort} onSort={onSort}>
              <th className="th px-2 max-sm:hidden">Requests over time</th>
              <th className="th px-2 max-lg:hidden">Failing over time</th>
            </SortableHead>
            <tbody>
              {rows.map((o) => (
                <tr
                  key={o.operation}
                  className="row h-[38px]"
                  data-selected={chosen === o.operation}
                >
                  <td className="max-w-80 truncate px-2 pl-3.5">
                    <button
                      type="button"
                      aria-pressed={chosen === o.operation}
                      className="max-w-full truncate hover:underline"
                      onClick={() => onChoose(chosen === o.operation ? null : o.operation)}
                    >
                      {o.operation}
                    </button>
                  </td>
                  <RateCells of={o} />
                  <td className="px-2 max-sm:hidden">
                    <Sparkline values={o.spark} label={`${o.operation} requests over time`} />
                  </td>
                  <td className="px-2 max-lg:hidden">
                    <Sparkline values={o.sparkErrors} label={`${o.operation} failing over time`} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {data.moreOperations > 0 ? (
        <p className="px-3.5 py-2 text-muted text-sm">
          {data.moreOperations} rarer operations are not listed.
        </p>
      ) : null}
    </Card>
  );
}
