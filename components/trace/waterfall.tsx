"use client";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef, useState } from "react";
import { useKeys } from "../nav/use-keys";
import { useListKeys } from "../nav/use-list-keys";
import { Card } from "../ui/card";
import { ancestors, findRows, type Waterfall as Prepared, visibleRows } from "./prepare-waterfall";
import { TimeRuler } from "./time-ruler";
import type { TraceSpan } from "./trace-data";
import { WaterfallBar } from "./waterfall-bar";
import { WaterfallRow } from "./waterfall-row";

const rowHeight = 28;
const visibleCount = 26;
const noneCollapsed: ReadonlySet<number> = new Set();

const wordsOf = (s: TraceSpan): string =>
  `${s.service} ${s.name} ${s.peer ?? ""} ${s.id} ${s.error ? "failed" : ""} ${Object.entries(
    s.attributes,
  )
    .map(([name, value]) => `${name}=${value}`)
    .join(" ")}`;

/**
 * A trace's spans as bars over time. Draws only the rows in view, so that 10,000 are no trouble. Keys: j and k move, enter
 * opens, o folds and unfolds, n and p go through what was found.
 */
export function Waterfall({
  waterfall,
  chosen,
  onOpen,
}: {
  waterfall: Prepared<TraceSpan>;
  /** Index of the row beside which the drawer is open, −1 for none */
  chosen: number;
  onOpen(index: number): void;
}) {
  const { rows, durationMs } = waterfall;
  const [collapsed, setCollapsed] = useState(noneCollapsed);
  const [search, setSearch] = useState("");
  const [critical, setCritical] = useState(true);
  const visible = useMemo(() => visibleRows(rows, collapsed), [rows, collapsed]);
  const found = useMemo(() => findRows(rows, search, wordsOf), [rows, search]);
  const failed = useMemo(() => rows.flatMap((r, i) => (r.span.error ? [i] : [])), [rows]);
  const marked = useMemo(() => new Set(found), [found]);
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: visible.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    getItemKey: (i) => visible[i] ?? i,
    overscan: 12,
  });
  const [at, setAt] = useListKeys({
    count: visible.length,
    onOpen: (i) => {
      const index = visible[i];
      if (index !== undefined) onOpen(index);
    },
  });
  const toggle = (index: number) =>
    setCollapsed((before) => {
      const next = new Set(before);
      if (!next.delete(index)) next.add(index);
      return next;
    });
  /** Unfolds what hides a row and brings it into view. */
  const show = (index: number) => {
    const open = new Set(collapsed);
    for (const up of ancestors(rows, index)) open.delete(up);
    setCollapsed(open);
    const place = visibleRows(rows, open).indexOf(index);
    setAt(place);
    requestAnimationFrame(() => virtual.scrollToIndex(place, { align: "center" }));
  };
  const step = (list: readonly number[], by: 1 | -1) => {
    const here = visible[at] ?? (by > 0 ? -1 : rows.length);
    const next =
      by > 0
        ? (list.find((i) => i > here) ?? list[0])
        : (list.findLast((i) => i < here) ?? list.at(-1));
    if (next !== undefined) show(next);
  };
  useKeys({
    o: () => {
      const index = visible[at];
      if (index !== undefined && rows[index]?.children) toggle(index);
    },
    n: () => step(search ? found : failed, 1),
    p: () => step(search ? found : failed, -1),
  });
  const foldAll = () =>
    setCollapsed(new Set(rows.flatMap((r, i) => (r.children > 0 && r.depth > 0 ? [i] : []))));
  return (
    <Card>
      <WaterfallBar
        search={search}
        found={found.length}
        failed={failed.length}
        critical={critical}
        folded={collapsed.size > 0}
        onSearch={setSearch}
        onStep={(by) => step(found, by)}
        onFailed={() => step(failed, 1)}
        onCritical={setCritical}
        onFold={() => (collapsed.size > 0 ? setCollapsed(noneCollapsed) : foldAll())}
      />
      <TimeRuler durationMs={durationMs} />
      <div
        ref={box}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        className="overflow-y-auto overscroll-contain -outline-offset-2"
        style={{ height: Math.min(visible.length, visibleCount) * rowHeight }}
      >
        <ul aria-label="Spans" className="relative" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const index = visible[item.index];
            const row = index === undefined ? undefined : rows[index];
            if (index === undefined || !row) return null;
            return (
              <li
                key={item.key}
                aria-setsize={visible.length}
                aria-posinset={item.index + 1}
                data-focused={item.index === at}
                className="row !absolute !min-h-0 inset-x-0 top-0 data-[chosen=true]:bg-accent-soft"
                data-chosen={index === chosen}
                style={{ height: rowHeight, transform: `translateY(${item.start}px)` }}
              >
                <WaterfallRow
                  row={row}
                  durationMs={durationMs}
                  folded={collapsed.has(index)}
                  critical={critical}
                  faded={search !== "" && !marked.has(index)}
                  onFold={() => toggle(index)}
                  onOpen={() => {
                    setAt(item.index);
                    onOpen(index);
                  }}
                />
              </li>
            );
          })}
        </ul>
      </div>
    </Card>
  );
}
