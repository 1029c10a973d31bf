"use client";
import { useState } from "react";
import { useMay } from "../nav/use-shell";
import { useVerb, useView } from "../query";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Skeleton } from "../ui/skeleton";
import { ViewState } from "../ui/view-state";

/** Adds an anomaly to one of the situations that are open. */
export function JoinSituation({
  anomalyId,
  onClose,
}: {
  anomalyId: string | null;
  onClose(): void;
}) {
  if (anomalyId === null) return null;
  return <Open key={anomalyId} anomalyId={anomalyId} onClose={onClose} />;
}

function Open({ anomalyId, onClose }: { anomalyId: string; onClose(): void }) {
  const [id, setId] = useState<number | null>(null);
  const may = useMay("responder");
  const query = useView("maintenance", {});
  const link = useVerb("link-anomaly", { says: (_, input) => `Added to S-${input.id}` });
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title="Add to a situation"
      says="It stays there as evidence, with your name as the reason."
      foot={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            disabled={!may || id === null || link.isPending}
            onClick={() => id !== null && link.mutate({ id, anomalyId }, { onSuccess: onClose })}
          >
            Add
          </Button>
        </>
      }
    >
      <ViewState query={query} what="Open situations" skeleton={<Skeleton className="h-24" />}>
        {({ situations }) =>
          situations.length === 0 ? (
            <p className="text-muted">No situation is open now.</p>
          ) : (
            <fieldset aria-label="Situation" className="grid max-h-72 gap-1 overflow-y-auto">
              {situations.map((s) => (
                <button
                  key={s.id}
                  type="button"
                  aria-pressed={s.id === id}
                  onClick={() => setId(s.id)}
                  className="flex items-center gap-2 rounded-md border border-transparent px-2.5 py-1.5 text-left hover:bg-hover aria-pressed:border-accent aria-pressed:bg-accent-soft"
                >
                  <span className="font-mono text-sm">{s.name}</span>
                  <span className="min-w-0 truncate">{s.title}</span>
                </button>
              ))}
            </fieldset>
          )
        }
      </ViewState>
    </Dialog>
  );
}
