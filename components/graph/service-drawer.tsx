"use client";
import { X } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { formatSpan } from "@/lib/series/format-span";
import { formatValue } from "../chart/format-value";
import { Sparkline } from "../chart/sparkline";
import { LevelChip } from "../metric/level-chip";
import { useRangeQuery } from "../metric/use-range-query";
import { useNow } from "../providers/clock";
import { useView, type ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Chip } from "../ui/chip";
import { SkeletonRows } from "../ui/skeleton";
import { Time } from "../ui/time";
import { ViewState } from "../ui/view-state";
import type { GraphData, GraphEdge, GraphNode } from "./graph-data";

type Service = ViewOutput<"graph-service">;

/** What is to know about one service, beside the graph: blame, signals, neighbours, situations, changes, detectors. */
export function ServiceDrawer({
  node,
  edges,
  range,
  situation,
  onClose,
  onFocus,
}: {
  node: GraphNode;
  edges: readonly GraphEdge[];
  range: { from: string; to: string };
  situation: GraphData["situation"];
  onClose(): void;
  onFocus(): void;
}) {
  const query = useView(
    "graph-service",
    { service: node.name, ...range },
    { topics: ["anomaly", "change", "situation"] },
  );
  return (
    <aside
      aria-label={node.name}
      className="flex w-[344px] shrink-0 flex-col overflow-y-auto border-line border-l bg-surface max-lg:fixed max-lg:inset-y-0 max-lg:right-0 max-lg:z-30 max-lg:w-[min(344px,100vw)] max-lg:shadow-float"
    >
      <header className="flex items-start gap-2 border-line border-b px-4 py-3">
        <div className="min-w-0">
          <h2 className="flex items-center gap-2 font-semibold text-lg">
            <span className="truncate">{node.name}</span>
            {node.health === "strong" || node.health === "weak" ? (
              <LevelChip level={node.health === "strong" ? "STRONG" : "WEAK"} />
            ) : null}
          </h2>
          <p className="text-muted text-sm">
            {node.external
              ? "External: sends no telemetry of its own"
              : `${node.version ?? "version unknown"}${node.versions > 1 ? `, ${node.versions} versions running` : ""}`}
          </p>
        </div>
        <Button
          variant="ghost"
          size="icon-sm"
          aria-label="Close"
          className="ml-auto"
          onClick={onClose}
        >
          <X size={15} aria-hidden="true" />
        </Button>
      </header>
      {node.suspect && situation ? (
        <section className="border-line border-b bg-strong-soft px-4 py-3">
          <h3 className="flex items-baseline font-semibold">
            {node.suspect.rank === 1 ? "First suspect" : `Suspect ${node.suspect.rank}`} of S-
            {situation.id}
            <span className="ml-auto font-mono text-lg">{node.suspect.score.toFixed(2)}</span>
          </h3>
          <p className="mt-1 text-sm">
            {[node.suspect.title, ...node.suspect.evidence.slice(0, 2)].join(". ")}
          </p>
          <Button asChild className="mt-2.5">
            <Link href={`/situations/${situation.id}`}>Open S-{situation.id}</Link>
          </Button>
        </section>
      ) : null}
      <ViewState
        query={query}
        what={`What is known of ${node.name}`}
        skeleton={<SkeletonRows rows={8} />}
      >
        {(data) => (
          <>
            {data.signals.length > 0 ? <Signals data={data} /> : null}
            <Neighbours name={node.name} edges={edges} />
            <Lists data={data} node={node} />
          </>
        )}
      </ViewState>
      <div className="flex flex-wrap gap-2 px-4 py-3">
        <Button onClick={onFocus}>Focus 1 hop</Button>
        <Button asChild>
          <Link href={`/metrics?view=all&service=${encodeURIComponent(node.name)}`}>
            All series
          </Link>
        </Button>
      </div>
    </aside>
  );
}

function Part({
  title,
  aside,
  children,
}: {
  title: string;
  aside?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className="border-line border-b px-4 py-3">
      <h3 className="mb-1.5 flex items-center font-semibold text-sm">
        {title}
        <span className="ml-auto font-normal text-muted">{aside}</span>
      </h3>
      {children}
    </section>
  );
}

function Signals({ data }: { data: Service }) {
  const query = useRangeQuery();
  return (
    <Part title="Signals" aside={`last ${formatSpan(data.to - data.from)}`}>
      <ul>
        {data.signals.map((s) => (
          <li
            key={s.id}
            className="grid h-9 grid-cols-[88px_100px_minmax(0,1fr)] items-center gap-3 text-sm"
          >
            <Link
              href={`/metrics/${s.id}${query("?")}`}
              className="truncate text-muted hover:text-ink hover:underline"
            >
              {s.title}
            </Link>
            <Sparkline values={s.spark} runs={s.runs} width={100} />
            <span className="text-right leading-4">
              <span
                className={`block font-semibold ${s.level === "STRONG" ? "text-strong" : s.level === "WEAK" ? "text-weak" : ""}`}
              >
                {formatValue(s.last, s.unit, s.metric)}
              </span>
              {s.expected === null ? null : (
                <span className="block truncate text-muted text-xs">
                  expected {formatValue(s.expected, s.unit, s.metric)}
                </span>
              )}
            </span>
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Neighbours({ name, edges }: { name: string; edges: readonly GraphEdge[] }) {
  const lines = [
    ...edges.filter((e) => e.callee === name).map((e) => ({ ...e, other: e.caller, way: "from" })),
    ...edges.filter((e) => e.caller === name).map((e) => ({ ...e, other: e.callee, way: "to" })),
  ];
  if (lines.length === 0) return null;
  return (
    <Part title="Calls" aside="req/s · failing · p95">
      <ul>
        {lines.map((e) => (
          <li key={`${e.way}-${e.other}`} className="flex min-h-7 items-center gap-2 text-sm">
            <span className="w-7 text-faint">{e.way}</span>
            <span className="min-w-0 flex-1 truncate">{e.other}</span>
            <span className="whitespace-nowrap text-muted">
              {formatValue(e.rate, null)} ·{" "}
              <span className={e.errorShare >= 0.05 ? "text-strong" : ""}>
                {formatValue(e.errorShare, "ratio")}
              </span>{" "}
              · {formatValue(e.p95, "ms")}
            </span>
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Lists({ data, node }: { data: Service; node: GraphNode }) {
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
              <span className="text-muted">{formatSpan(now - s.openedAt)}</span>
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
