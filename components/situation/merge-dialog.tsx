"use client";
import { useState } from "react";
import { useView } from "../query";
import { Button } from "../ui/button";
import { cn } from "../ui/cn";
import { Dialog } from "../ui/dialog";
import { Input } from "../ui/input";
import { Meter } from "../ui/meter";
import { Skeleton } from "../ui/skeleton";
import { Ago } from "../ui/time";
import { SeverityGlyph } from "./severity-glyph";
import { useGroupingDeeds } from "./use-grouping-deeds";

/** Chooses what is the same as this situation; the likeliest first, with why grouping kept them apart. */
export function MergeDialog({ id, name, onClose }: { id: number; name: string; onClose(): void }) {
  const query = useView("situation-kin", { id });
  const deeds = useGroupingDeeds();
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const [words, setWords] = useState("");
  const toggle = (other: number) => {
    const next = new Set(chosen);
    if (!next.delete(other)) next.add(other);
    setChosen(next);
  };
  const others = (query.data?.others ?? []).filter((o) =>
    `S-${o.id} ${o.title} ${o.services.join(" ")}`.toLowerCase().includes(words.toLowerCase()),
  );
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      className="w-[min(620px,calc(100vw-24px))]"
      title={`Merge into ${name}`}
      says="What you choose is closed and its anomalies come here. Sitroom learns that these services belong together; you can undo it for a day."
      foot={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            disabled={chosen.size === 0 || deeds.busy}
            onClick={() => deeds.merge(id, [...chosen], onClose)}
          >
            {chosen.size > 1 ? `Merge ${chosen.size} situations` : "Merge"}
          </Button>
        </>
      }
    >
      {query.isPending ? (
        <div role="status" aria-label="Loading">
          <Skeleton className="mb-2 h-12 rounded-md" />
          <Skeleton className="h-12 rounded-md" />
        </div>
      ) : query.error && !query.data ? (
        <p className="text-strong">{query.error.message}</p>
      ) : (query.data?.others.length ?? 0) === 0 ? (
        <p className="text-muted">No other situation is open now.</p>
      ) : (
        <>
          {(query.data?.others.length ?? 0) > 6 ? (
            <Input
              aria-label="Find a situation"
              placeholder="Find by id, title or service"
              className="mb-2.5"
              value={words}
              onChange={(e) => setWords(e.target.value)}
            />
          ) : null}
          <ul className="grid gap-1.5">
            {others.map((o) => (
              <li key={o.id}>
                <label
                  className={cn(
                    "grid cursor-pointer grid-cols-[16px_16px_minmax(0,1fr)_auto] items-start gap-x-2.5 rounded-lg border px-3 py-2 hover:bg-hover",
                    chosen.has(o.id) ? "border-accent" : "border-line",
                  )}
                >
                  <input
                    type="checkbox"
                    className="mt-[3px] accent-[var(--accent)]"
                    checked={chosen.has(o.id)}
                    onChange={() => toggle(o.id)}
                  />
                  <span className="mt-1">
                    <SeverityGlyph severity={o.severity} />
                  </span>
                  <span className="min-w-0">
                    <span className="font-medium">{o.title}</span>{" "}
                    <span className="font-mono text-muted text-sm">S-{o.id}</span>
                    <span className="block text-muted text-sm">
                      {o.members} anomalies on {o.services.slice(0, 3).join(", ")}
                      {o.services.length > 3 ? ` +${o.services.length - 3}` : ""}, began{" "}
                      <Ago at={o.onsetAt} />
                    </span>
                    {o.why.length > 0 ? (
                      <span className="block text-muted text-sm">{o.why.join(". ")}.</span>
                    ) : (
                      <span className="block text-faint text-sm">
                        Neither time nor calls connect them.
                      </span>
                    )}
                  </span>
                  <span
                    className="flex items-center gap-2"
                    title={`Affinity 0–1; grouping joins from ${query.data?.bar}`}
                  >
                    <Meter share={o.affinity} tone="ink" className="w-10 max-sm:hidden" />
                    <span className="font-mono text-sm">{o.affinity.toFixed(2)}</span>
                  </span>
                </label>
              </li>
            ))}
          </ul>
        </>
      )}
    </Dialog>
  );
}
