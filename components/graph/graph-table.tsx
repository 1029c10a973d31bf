"use client";
import { RateCells, rateColumns } from "../service/rate-cells";
import { type Column, SortableHead, useSorted } from "../ui/sortable";
import type { ShownNode } from "./graph-data";
import { HealthRing } from "./health-ring";

type Key = "name" | "health" | "rate" | "errorShare" | "p50" | "p95" | "p99";
const columns: readonly Column<Key>[] = [
  { key: "name", title: "Service" },
  { key: "health", title: "Health", number: false },
  ...rateColumns("Requests"),
];
const badness = { strong: 3, weak: 2, unknown: 1, ok: 0 } as const;
const words = { ok: "good", weak: "WEAK", strong: "STRONG", unknown: "not heard" } as const;

/** The graph as a table: the same services and numbers, sortable, for whoever reads rather than looks. */
export function GraphTable({
  nodes,
  selected,
  onSelect,
}: {
  nodes: readonly ShownNode[];
  selected: string | null;
  onSelect(service: string): void;
}) {
  const { rows, sort, onSort } = useSorted(
    nodes,
    (n, key: Key) =>
      key === "name" ? n.name : key === "health" ? badness[n.health] : (n[key] ?? -1),
    { key: "health", down: true },
    (n) => n.name,
  );
  return (
    <div className="overflow-x-auto">
      <table className="w-full">
        <SortableHead columns={columns} sort={sort} onSort={onSort}>
          <th className="th px-2 max-lg:hidden">Version</th>
          <th className="th px-3.5 max-md:hidden">Changed under 2 h ago</th>
        </SortableHead>
        <tbody>
          {rows.map((n) => (
            <tr key={n.name} className="row h-[34px]" data-selected={selected === n.name}>
              <td className="whitespace-nowrap px-2 pl-3.5">
                <button type="button" onClick={() => onSelect(n.name)} className="hover:underline">
                  {n.name}
                </button>
              </td>
              <td className="whitespace-nowrap px-2">
                {n.external && n.health === "ok" ? (
                  <span className="text-faint">external</span>
                ) : (
                  <span
                    className="flex items-center gap-2"
                    title={n.missed.map((m) => m.says).join(". ") || undefined}
                  >
                    <HealthRing health={n.health} />
                    <span
                      className={
                        n.health === "strong"
                          ? "text-strong"
                          : n.health === "weak"
                            ? "text-weak"
                            : "text-muted"
                      }
                    >
                      {words[n.health]}
                    </span>
                  </span>
                )}
              </td>
              <RateCells of={n} />
              <td className="px-2 text-muted max-lg:hidden">{n.version ?? "–"}</td>
              <td className="truncate px-3.5 max-md:hidden">
                {n.change ? (
                  <span className="text-change">{n.change}</span>
                ) : (
                  <span className="text-faint">no</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
