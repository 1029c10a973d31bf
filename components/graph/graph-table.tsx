"use client";
import { ArrowDown, ArrowUp } from "lucide-react";
import { useState } from "react";
import { formatValue } from "../chart/format-value";
import { cn } from "../ui/cn";
import type { GraphNode } from "./graph-data";
import { HealthRing } from "./health-ring";

type Key = "name" | "health" | "rate" | "errorShare" | "p50" | "p95" | "p99";
const columns: readonly { key: Key; title: string; number: boolean; narrow?: boolean }[] = [
  { key: "name", title: "Service", number: false },
  { key: "health", title: "Health", number: false },
  { key: "rate", title: "Requests", number: true },
  { key: "errorShare", title: "Failing", number: true },
  { key: "p50", title: "p50", number: true, narrow: true },
  { key: "p95", title: "p95", number: true },
  { key: "p99", title: "p99", number: true, narrow: true },
];
const badness = { strong: 3, weak: 2, unknown: 1, ok: 0 } as const;
const words = { ok: "in band", weak: "WEAK", strong: "STRONG", unknown: "not heard" } as const;

const sortValue = (n: GraphNode, key: Key): number | string =>
  key === "name" ? n.name : key === "health" ? badness[n.health] : (n[key] ?? -1);

/** The graph as a table: the same services and numbers, sortable, for whoever reads rather than looks. */
export function GraphTable({
  nodes,
  selected,
  onSelect,
}: {
  nodes: readonly GraphNode[];
  selected: string | null;
  onSelect(service: string): void;
}) {
  const [sort, setSort] = useState<{ key: Key; down: boolean }>({ key: "health", down: true });
  const sorted = [...nodes].sort((a, b) => {
    const x = sortValue(a, sort.key);
    const y = sortValue(b, sort.key);
    const order = x < y ? -1 : x > y ? 1 : a.name < b.name ? -1 : 1;
    return x === y ? order : sort.down ? -order : order;
  });
  return (
    <div className="overflow-x-auto">
      <table className="w-full">
        <thead>
          <tr className="border-line border-b">
            {columns.map((c) => (
              <th
                key={c.key}
                aria-sort={sort.key === c.key ? (sort.down ? "descending" : "ascending") : "none"}
                className={cn(
                  "th px-2 first:pl-3.5",
                  c.number && "text-right",
                  c.narrow && "max-md:hidden",
                )}
              >
                <button
                  type="button"
                  className="inline-flex items-center gap-1 hover:text-ink"
                  onClick={() =>
                    setSort({
                      key: c.key,
                      down: sort.key === c.key ? !sort.down : c.key !== "name",
                    })
                  }
                >
                  {c.title}
                  {sort.key !== c.key ? null : sort.down ? (
                    <ArrowDown size={12} aria-hidden="true" />
                  ) : (
                    <ArrowUp size={12} aria-hidden="true" />
                  )}
                </button>
              </th>
            ))}
            <th className="th px-2 max-lg:hidden">Version</th>
            <th className="th px-3.5 max-md:hidden">Changed under 2 h ago</th>
          </tr>
        </thead>
        <tbody>
          {sorted.map((n) => (
            <tr key={n.name} className="row h-[34px]" data-selected={selected === n.name}>
              <td className="whitespace-nowrap px-2 pl-3.5">
                <button type="button" onClick={() => onSelect(n.name)} className="hover:underline">
                  {n.name}
                </button>
              </td>
              <td className="whitespace-nowrap px-2">
                {n.external ? (
                  <span className="text-faint">external</span>
                ) : (
                  <span className="flex items-center gap-2">
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
              <td className="whitespace-nowrap px-2 text-right">{formatValue(n.rate, "req/s")}</td>
              <td className="whitespace-nowrap px-2 text-right">
                {formatValue(n.errorShare, "ratio")}
              </td>
              <td className="whitespace-nowrap px-2 text-right text-muted max-md:hidden">
                {formatValue(n.p50, "ms")}
              </td>
              <td className="whitespace-nowrap px-2 text-right">{formatValue(n.p95, "ms")}</td>
              <td className="whitespace-nowrap px-2 text-right text-muted max-md:hidden">
                {formatValue(n.p99, "ms")}
              </td>
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
