"use client";
import { useState } from "react";
import { Segments } from "../chart/segments";
import { Field } from "../form/field";
import { useMay } from "../nav/use-shell";
import { useVerb } from "../query";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Input } from "../ui/input";
import { Time } from "../ui/time";

type Silenced = { id: number; name: string; until: number | null };

const spans = [
  { value: "30", label: "30 min" },
  { value: "120", label: "2 h" },
  { value: "480", label: "8 h" },
  { value: "1440", label: "1 day" },
] as const;
type Span = (typeof spans)[number]["value"];

/** Silences one series for a while. Detection goes on and everything is recorded; nothing pages. */
export function SilenceDialog({ series, onClose }: { series: Silenced | null; onClose(): void }) {
  if (!series) return null;
  return <Open key={series.id} series={series} onClose={onClose} />;
}

function Open({ series, onClose }: { series: Silenced; onClose(): void }) {
  const [span, setSpan] = useState<Span>("120");
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
        <div className="grid justify-items-start gap-1">
          <span className="text-muted text-sm">From now on for</span>
          <Segments
            label="Duration"
            value={span}
            options={spans}
            onChange={(value) => setSpan(value)}
          />
        </div>
        <Field label="Reason (optional)">
          <Input
            value={reason}
            maxLength={200}
            placeholder="Load test"
            onChange={(e) => setReason(e.target.value)}
          />
        </Field>
      </div>
    </Dialog>
  );
}
