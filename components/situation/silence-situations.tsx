"use client";
import { useState } from "react";
import { Segments } from "../chart/segments";
import { Field } from "../form/field";
import { useVerb } from "../query";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Input } from "../ui/input";

const spans = [
  { value: "30", label: "30 min" },
  { value: "120", label: "2 h" },
  { value: "480", label: "8 h" },
  { value: "1440", label: "1 day" },
] as const;
type Span = (typeof spans)[number]["value"];

/** Silences all series of some situations until an end that must be chosen. */
export function SilenceSituations({ ids, onClose }: { ids: readonly number[]; onClose(): void }) {
  const [span, setSpan] = useState<Span>("120");
  const [reason, setReason] = useState("");
  const silence = useVerb("silence-situation", {
    says: ({ series }, { situationId }) => `S-${situationId}: ${series} series silenced`,
  });
  const go = () => {
    for (const situationId of ids)
      silence.mutate({ situationId, minutes: Number(span), reason: reason.trim() });
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={ids.length === 1 ? `Silence S-${ids[0]}` : `Silence ${ids.length} situations`}
      says="New anomalies of its series are recorded but call nobody and join nothing until the silence ends. What is in the situation stays."
      foot={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" onClick={go}>
            Silence
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        <div className="grid justify-items-start gap-1">
          <span className="text-muted text-sm">From now on for</span>
          <Segments label="Duration" value={span} options={spans} onChange={(v) => setSpan(v)} />
        </div>
        <Field label="Reason (optional)">
          <Input
            value={reason}
            maxLength={200}
            placeholder="Known, vendor is on it"
            onChange={(e) => setReason(e.target.value)}
          />
        </Field>
      </div>
    </Dialog>
  );
}
