"use client";
import { useState } from "react";
import { SilenceFields, type SilenceSpan } from "../form/silence-fields";
import { useVerb } from "../query";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";

/** Silences all series of some situations until an end that must be chosen. */
export function SilenceSituations({ ids, onClose }: { ids: readonly number[]; onClose(): void }) {
  const [span, setSpan] = useState<SilenceSpan>("120");
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
        <SilenceFields
          span={span}
          onSpan={setSpan}
          reason={reason}
          onReason={setReason}
          example="Known, vendor is on it"
        />
      </div>
    </Dialog>
  );
}
