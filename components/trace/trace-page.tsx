"use client";
import { parseAsString, useQueryState } from "nuqs";
import { useMemo, useState } from "react";
import { useView } from "../query";
import { Skeleton, SkeletonRows } from "../ui/skeleton";
import { ViewState } from "../ui/view-state";
import { prepareWaterfall } from "./prepare-waterfall";
import { SpanDrawer } from "./span-drawer";
import type { TraceData } from "./trace-data";
import { TraceHead } from "./trace-head";
import { Waterfall } from "./waterfall";

/** One trace: what it is, its waterfall, and beside it the span that was chosen. */
export function TracePage({ id }: { id: string }) {
  const query = useView("trace", { id });
  return (
    <ViewState query={query} what="This trace" skeleton={<Loading />}>
      {(data) => <Shown data={data} />}
    </ViewState>
  );
}

function Shown({ data }: { data: TraceData }) {
  const waterfall = useMemo(() => prepareWaterfall(data.spans), [data.spans]);
  const [span, setSpan] = useQueryState("span", parseAsString);
  // Several spans may have one id: the address names the first, this the very one that was clicked.
  const [clicked, setClicked] = useState<number | null>(null);
  const byClick = clicked === null ? undefined : waterfall.rows[clicked];
  const index =
    span === null
      ? -1
      : byClick?.span.id === span
        ? (clicked as number)
        : waterfall.rows.findIndex((r) => r.span.id === span);
  const row = waterfall.rows[index];
  const open = (i: number) => {
    setClicked(i);
    void setSpan(waterfall.rows[i]?.span.id ?? null);
  };
  return (
    <div className="flex min-h-0 flex-1">
      <div className="flex min-w-0 flex-1 flex-col gap-3 p-5 max-md:p-3">
        <TraceHead data={data} waterfall={waterfall} />
        <Waterfall waterfall={waterfall} chosen={index} onOpen={open} />
      </div>
      {row ? (
        <SpanDrawer
          data={data}
          row={row}
          start={waterfall.start}
          onClose={() => void setSpan(null)}
        />
      ) : null}
    </div>
  );
}

function Loading() {
  return (
    <div role="status" aria-label="Loading" className="grid gap-3 p-5 max-md:p-3">
      <Skeleton className="h-7 w-2/5" />
      <Skeleton className="h-[62px]" />
      <SkeletonRows rows={14} className="rounded-lg border border-line bg-surface" />
    </div>
  );
}
