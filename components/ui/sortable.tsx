"use client";
import { ArrowDown, ArrowUp } from "lucide-react";
import { type ReactNode, useMemo, useState } from "react";
import { cn } from "./cn";

export type Column<K extends string> = {
  key: K;
  title: string;
  /** Right aligned, and the largest first */
  number?: boolean;
  /** Hidden on a narrow screen */
  narrow?: boolean;
};
type Sort<K extends string> = { key: K; down: boolean };

/** Rows in the order that a person chose; equal ones by name. */
export function useSorted<T, K extends string>(
  items: readonly T[],
  sortBy: (item: T, key: K) => number | string,
  first: Sort<K>,
  nameOf: (item: T) => string,
) {
  const [sort, setSort] = useState<Sort<K>>(first);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the functions are written in place and read the item alone
  const rows = useMemo(
    () =>
      [...items].sort((a, b) => {
        const x = sortBy(a, sort.key);
        const y = sortBy(b, sort.key);
        if (x === y) return nameOf(a) < nameOf(b) ? -1 : 1;
        return (x < y ? -1 : 1) * (sort.down ? -1 : 1);
      }),
    [items, sort],
  );
  const onSort = ({ key, number }: Column<K>) =>
    setSort({ key, down: sort.key === key ? !sort.down : number === true });
  return { rows, sort, onSort };
}

/** A table's head whose titles sort; `children` are columns that do not. */
export function SortableHead<K extends string>({
  columns,
  sort,
  onSort,
  children,
}: {
  columns: readonly Column<K>[];
  sort: Sort<K>;
  onSort(column: Column<K>): void;
  children?: ReactNode;
}) {
  return (
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
              onClick={() => onSort(c)}
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
        {children}
      </tr>
    </thead>
  );
}
