"use client";
import { RateCells, rateColumns } from "../service/rate-cells";
import { cn } from "../ui/cn";
import { type Column, SortableHead, useSorted } from "../ui/sortable";
import type { DiffStatus, ShownEdge } from "./graph-data";
import { Judged } from "./judged";

type Key = "caller" | "callee" | "status" | "rate" | "errorShare" | "p50" | "p95" | "p99";
const columns: readonly Column<Key>[] = [
  { key: "caller", title: "Caller" },
  { key: "callee", title: "Callee" },
  ...rateColumns("Calls"),
];
const order = { added: 3, removed: 2, changed: 1, same: 0 } as const;
const words = {
  added: "+ added",
  removed: "− removed",
  changed: "Δ changed",
  same: "same",
} as const;
const tones: Record<DiffStatus, string> = {
  added: "text-good",
  removed: "text-strong",
  changed: "text-accent",
  same: "text-faint",
};

/** Every call of the graph as a row, with its numbers and, beside another time, what changed. */
export function EdgeTable({
  edges,
  compared,
  onSelect,
}: {
  edges: readonly ShownEdge[];
  compared: boolean;
  onSelect(service: string): void;
}) {
  const all: readonly Column<Key>[] = compared
    ? [{ key: "status", title: "Change" }, ...columns]
    : columns;
  const { rows, sort, onSort } = useSorted(
    edges,
    (e, key: Key) => (key === "status" ? order[e.status ?? "same"] : (e[key] ?? -1)),
    { key: compared ? "status" : "errorShare", down: true },
    (e) => `${e.caller} ${e.callee}`,
  );
  if (edges.length === 0)
    return <p className="p-6 text-center text-muted">No calls in this window.</p>;
  return (
    <div className="overflow-x-auto">
      <table className="w-full">
        <SortableHead columns={all} sort={sort} onSort={onSort}>
          {compared ? <th className="th px-3.5 max-md:hidden">What changed</th> : null}
        </SortableHead>
        <tbody>
          {rows.map((e) => (
            <tr key={`${e.caller}>${e.callee}`} className="row h-[34px]">
              {compared ? (
                <td className={cn("whitespace-nowrap px-2 pl-3.5", tones[e.status ?? "same"])}>
                  {words[e.status ?? "same"]}
                </td>
              ) : null}
              {([e.caller, e.callee] as const).map((name, i) => (
                <td
                  key={i === 0 ? "caller" : "callee"}
                  className={cn("whitespace-nowrap px-2", i === 0 && !compared && "pl-3.5")}
                >
                  <button type="button" onClick={() => onSelect(name)} className="hover:underline">
                    {name}
                  </button>
                </td>
              ))}
              <RateCells
                of={e}
                judged={(signal, words) => (
                  <Judged edge={e} signal={signal}>
                    {words}
                  </Judged>
                )}
              />
              {compared ? (
                <td className="px-3.5 text-muted max-md:hidden">{(e.says ?? []).join(", ")}</td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
