"use client";
import { Plus, Sigma } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { formatSpan } from "@/lib/series/format-span";
import { useMay } from "../nav/use-shell";
import { useVerb, useView, type ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { Chip } from "../ui/chip";
import { Dialog } from "../ui/dialog";
import { EmptyState } from "../ui/empty-state";
import { SkeletonRows } from "../ui/skeleton";
import { Time } from "../ui/time";
import { ViewState } from "../ui/view-state";
import { NewDerived } from "./new-derived";
import { opWords } from "./prepare-recipe";

type Data = ViewOutput<"derived">;
type Metric = Data["metrics"][number];

/** Metrics that Sitroom makes of others: what each is made of, how far it is, and its series. */
export function DerivedPage() {
  const [adding, setAdding] = useState(false);
  const [dropping, setDropping] = useState<Metric | null>(null);
  const may = useMay("editor");
  const query = useView("derived", {}, { topics: ["detector", "samples"], everyMs: 15_000 });
  const drop = useVerb("delete-derived-metric", { says: (d) => `${d.metric} is made no longer` });
  const add = (
    <Button
      size="sm"
      variant="primary"
      disabled={!may}
      title={may ? undefined : "Derived metrics need the role editor"}
      onClick={() => setAdding(true)}
    >
      <Plus size={13} aria-hidden="true" /> New
    </Button>
  );
  return (
    <div className="flex w-full max-w-[1320px] flex-1 flex-col gap-4 p-5 max-md:p-3">
      <ViewState query={query} what="Derived metrics" skeleton={<SkeletonRows rows={6} />}>
        {(data) => (
          <>
            <Card title="Derived metrics" note={data.metrics.length || undefined} aside={add}>
              {data.metrics.length === 0 ? (
                <EmptyState
                  icon={<Sigma size={17} aria-hidden="true" />}
                  title="No derived metrics"
                >
                  Sums, means and ratios of series, by tag; or the anomalies of a detector as a
                  series. They are stored like any other and can be watched.
                </EmptyState>
              ) : (
                <ul>
                  {data.metrics.map((m) => (
                    <Row key={m.id} metric={m} may={may} onDrop={() => setDropping(m)} />
                  ))}
                </ul>
              )}
            </Card>
            {adding ? <NewDerived data={data} onClose={() => setAdding(false)} /> : null}
          </>
        )}
      </ViewState>
      <Dialog
        open={dropping !== null}
        onOpenChange={() => setDropping(null)}
        title={`Delete ${dropping?.definition.metric ?? ""}?`}
        says="No new points are made. What it has made so far stays, and so do the anomalies on it."
        foot={
          <>
            <Button onClick={() => setDropping(null)}>Keep it</Button>
            <Button
              variant="danger"
              onClick={() => {
                if (dropping) drop.mutate({ id: dropping.id });
                setDropping(null);
              }}
            >
              Delete
            </Button>
          </>
        }
      />
    </div>
  );
}

function Row({ metric: m, may, onDrop }: { metric: Metric; may: boolean; onDrop(): void }) {
  const { recipe, everyMs, lateMs } = m.definition;
  const by = recipe.op === "anomalies" ? [] : recipe.by;
  return (
    <li className="row flex flex-wrap items-start gap-x-5 gap-y-1 px-3.5 py-2.5">
      <div className="min-w-0 flex-1 basis-80 max-md:basis-full">
        <p className="flex flex-wrap items-center gap-2">
          {m.series === 1 && m.first !== null ? (
            <Link href={`/metrics/${m.first}`} className="font-medium font-mono hover:underline">
              {m.definition.metric}
            </Link>
          ) : (
            <Link
              href={`/metrics?view=all&q=${encodeURIComponent(m.definition.metric)}`}
              className="font-medium font-mono hover:underline"
            >
              {m.definition.metric}
            </Link>
          )}
          <Chip>{opWords[recipe.op]}</Chip>
          {m.upTo === null ? <Chip tone="accent">making history</Chip> : null}
          {m.problem ? <Chip tone="strong">{m.problem}</Chip> : null}
        </p>
        <p className="mt-0.5 break-words font-mono text-muted text-sm md:truncate" title={m.words}>
          {m.words}
        </p>
      </div>
      <p className="text-muted text-sm">
        {m.series} series{by.length > 0 ? ` by ${by.join(", ")}` : ""}, every {formatSpan(everyMs)},
        waits {formatSpan(lateMs)}
        <span className="block text-faint">
          {m.upTo === null ? (
            m.filledTo === null ? (
              "history not begun"
            ) : (
              <>
                history up to <Time at={m.filledTo} date seconds={false} />
              </>
            )
          ) : (
            <>
              up to <Time at={m.upTo} date />
            </>
          )}{" "}
          · by {m.author}
        </span>
      </p>
      <Button size="sm" variant="danger" className="ml-auto" disabled={!may} onClick={onDrop}>
        Delete
      </Button>
    </li>
  );
}
