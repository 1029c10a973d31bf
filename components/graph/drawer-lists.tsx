"use client";
import Link from "next/link";
import { formatSpan } from "@/lib/series/format-span";
import { useRangeQuery } from "../metric/use-range-query";
import { useNow } from "../providers/clock";
import type { ViewOutput } from "../query";
import { Chip } from "../ui/chip";
import { Time } from "../ui/time";
import { Part } from "./drawer-part";
import type { GraphNode } from "./graph-data";

/** What is open on one service, what was changed, and who watches it. */
export function DrawerLists({
  data,
  node,
}: {
  data: ViewOutput<"graph-service">;
  node: GraphNode;
}) {
  const query = useRangeQuery();
  const now = useNow(10_000);
  return (
    <>
      <Part title="Open situations">
        {data.situations.length === 0 ? (
          <p className="text-muted text-sm">None.</p>
        ) : (
          data.situations.map((s) => (
            <Link
              key={s.id}
              href={`/situations/${s.id}`}
              className="flex min-h-7 items-center gap-2 text-sm hover:underline"
            >
              <span className="font-mono">S-{s.id}</span>
              <span className="min-w-0 flex-1 truncate">{s.title}</span>
              <span className="whitespace-nowrap text-muted">
                {s.owner ?? "no owner"}, {formatSpan(now - s.openedAt)}
              </span>
            </Link>
          ))
        )}
      </Part>
      <Part
        title="Changes, last 24 h"
        aside={
          <Link
            href={`/changes?service=${encodeURIComponent(node.name)}${query("&")}`}
            className="text-accent hover:underline"
          >
            All
          </Link>
        }
      >
        {data.changes.length === 0 ? (
          <p className="text-muted text-sm">None.</p>
        ) : (
          data.changes.slice(0, 5).map((c) => (
            <Link
              key={c.id}
              href={`/changes?change=${c.id}${query("&")}`}
              className="flex min-h-7 items-center gap-2 text-sm"
            >
              <Chip tone="change">{c.kind}</Chip>
              <span className="min-w-0 flex-1 truncate hover:underline">{c.title}</span>
              <Time at={c.at} seconds={false} className="text-muted" />
            </Link>
          ))
        )}
      </Part>
      {node.external ? null : (
        <Part title="Detectors">
          {data.detectors.length === 0 ? (
            <p className="text-muted text-sm">None watches this service yet.</p>
          ) : (
            data.detectors.map((d) => (
              <Link
                key={d.id}
                href={`/detectors/${d.id}`}
                className="flex min-h-7 items-center gap-2 text-sm"
              >
                <span className="min-w-0 flex-1 truncate hover:underline">{d.title}</span>
                <span className="text-muted">v{d.version}</span>
                {d.score === null ? null : <Chip tone="strong">{d.score.toFixed(1)}</Chip>}
              </Link>
            ))
          )}
        </Part>
      )}
    </>
  );
}
