"use client";
import { useState } from "react";
import { SilenceFields, type SilenceSpan } from "../form/silence-fields";
import { useMay } from "../nav/use-shell";
import { useVerb } from "../query";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Time } from "../ui/time";

type Silenced = { id: number; name: string; until: number | null };

/** Silences one series for a while. Detection goes on and everything is recorded; nothing pages. */
export function SilenceDialog({ series, onClose }: { series: Silenced | null; onClose(): void }) {
  if (!series) return null;
  return <Open key={series.id} series={series} onClose={onClose} />;
}

function Open({ series, onClose }: { series: Silenced; onClose(): void }) {
  const [span, setSpan] = useState<SilenceSpan>("120");
  const [reason, setReason] = useState("");
  const may = useMay("responder", "some");
  const silence = useVerb("silence-series", { says: () => `${series.name} is silenced` });
  const end = useVerb("end-silence", { says: () => `${series.name} may page again` });
  const done = { onSuccess: onClose };
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={`Silence ${series.name}`}
      says="Detection goes on and every anomaly is recorded. None of this series pages or joins a situation until the silence ends."
      foot={
        <>
          {series.until === null ? null : (
            <Button
              variant="ghost"
              className="mr-auto"
              disabled={!may || end.isPending}
              onClick={() => end.mutate({ seriesId: series.id }, done)}
            >
              End silence now
            </Button>
          )}
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            disabled={!may || silence.isPending}
            title={may ? undefined : "Silences need the role responder"}
            onClick={() =>
              silence.mutate({ seriesId: series.id, minutes: Number(span), reason }, done)
            }
          >
            Silence
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        {series.until === null ? null : (
          <p>
            Silenced until <Time at={series.until} date seconds={false} />.
          </p>
        )}
        <SilenceFields
          span={span}
          onSpan={setSpan}
          reason={reason}
          onReason={setReason}
          example="Load test"
        />
      </div>
    </Dialog>
  );
}
