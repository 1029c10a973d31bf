"use client";
import { X } from "lucide-react";
import Link from "next/link";
import { LevelChip } from "../metric/level-chip";
import { useView } from "../query";
import { Button } from "../ui/button";
import { SkeletonRows } from "../ui/skeleton";
import { ViewState } from "../ui/view-state";
import { DrawerCalls } from "./drawer-calls";
import { DrawerLinks } from "./drawer-links";
import { DrawerLists } from "./drawer-lists";
import { DrawerObjective } from "./drawer-objective";
import { DrawerSignals } from "./drawer-signals";
import type { GraphData, GraphNode, ShownEdge } from "./graph-data";

/** What is to know about one service, beside the graph: blame, objective, signals, neighbours, situations, changes, detectors. */
export function ServiceDrawer({
  node,
  edges,
  range,
  situation,
  ours,
  onClose,
  onFocus,
  onSelect,
}: {
  node: GraphNode;
  edges: readonly ShownEdge[];
  range: { from: string; to: string };
  situation: GraphData["situation"];
  /** Not of an imported graph, of whose services nothing else is known */
  ours: boolean;
  onClose(): void;
  onFocus(hops: "1" | "2" | "3"): void;
  onSelect(service: string): void;
}) {
  const query = useView(
    "graph-service",
    { service: node.name, ...range },
    { topics: ["anomaly", "change", "situation"], enabled: ours },
  );
  return (
    <aside
      aria-label={node.name}
      className="flex w-[344px] shrink-0 flex-col overflow-y-auto border-line border-l bg-surface max-lg:fixed max-lg:inset-y-0 max-lg:right-0 max-lg:z-30 max-lg:w-[min(344px,100vw)] max-lg:shadow-float"
    >
      <Head node={node} ours={ours} onClose={onClose} />
      {node.suspect && situation ? <Blame node={node} situation={situation} /> : null}
      {ours ? <DrawerObjective node={node} /> : <Tags tags={node.tags} />}
      {ours ? (
        <ViewState
          query={query}
          what={`What is known of ${node.name}`}
          skeleton={<SkeletonRows rows={8} />}
        >
          {(data) => (
            <>
              {data.signals.length > 0 ? <DrawerSignals data={data} /> : null}
              <DrawerCalls name={node.name} edges={edges} onSelect={onSelect} linked />
              <DrawerLists data={data} node={node} />
            </>
          )}
        </ViewState>
      ) : (
        <DrawerCalls name={node.name} edges={edges} onSelect={onSelect} />
      )}
      <div className="flex flex-wrap gap-2 px-4 py-3">
        {(["1", "2", "3"] as const).map((hops) => (
          <Button key={hops} onClick={() => onFocus(hops)}>
            {hops === "1" ? "Focus 1 hop" : hops}
          </Button>
        ))}
        {ours ? <DrawerLinks service={node.name} /> : null}
      </div>
    </aside>
  );
}

function Head({ node, ours, onClose }: { node: GraphNode; ours: boolean; onClose(): void }) {
  const versions = node.versions > 1 ? `, ${node.versions} versions running` : "";
  return (
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
            : ours
              ? `${node.version ?? "version unknown"}${versions}`
              : "Of an imported graph"}
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
  );
}

function Blame({
  node,
  situation,
}: {
  node: GraphNode;
  situation: NonNullable<GraphData["situation"]>;
}) {
  const { suspect } = node;
  if (!suspect) return null;
  return (
    <section className="border-line border-b bg-strong-soft px-4 py-3">
      <h3 className="flex items-baseline font-semibold">
        {suspect.rank === 1 ? "First suspect" : `Suspect ${suspect.rank}`} of S-{situation.id}
        <span className="ml-auto font-mono text-lg">{suspect.score.toFixed(2)}</span>
      </h3>
      <p className="mt-1 text-sm">
        {[suspect.title, ...suspect.evidence.slice(0, 2)]
          .map((says) => says.replace(/[.\s]+$/, ""))
          .join(". ")}
        .
      </p>
      <Button asChild className="mt-2.5">
        <Link href={`/situations/${situation.id}`}>Open S-{situation.id}</Link>
      </Button>
    </section>
  );
}

function Tags({ tags }: { tags: Record<string, string> }) {
  const entries = Object.entries(tags);
  if (entries.length === 0) return null;
  return (
    <dl className="border-line border-b px-4 py-3 text-sm">
      {entries.map(([name, value]) => (
        <div key={name} className="flex min-h-6 gap-2">
          <dt className="min-w-0 flex-1 truncate text-muted">{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
