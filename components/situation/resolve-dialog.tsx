"use client";
import { useState } from "react";
import { Field } from "../form/field";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Textarea } from "../ui/input";

/** Asks why situations are closed by hand before closing them. */
export function ResolveDialog({
  open,
  onOpenChange,
  names,
  onResolve,
}: {
  open: boolean;
  onOpenChange(open: boolean): void;
  names: readonly string[];
  onResolve(reason: string): void;
}) {
  const [reason, setReason] = useState("");
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={names.length === 1 ? `Resolve ${names[0]}` : `Resolve ${names.length} situations`}
      says="Use this when it is over and no remedy of ours ended it. Its anomalies stay on record; new ones open a new situation."
      foot={
        <>
          <Button onClick={() => onOpenChange(false)}>Keep open</Button>
          <Button
            variant="primary"
            onClick={() => {
              onResolve(reason.trim());
              onOpenChange(false);
            }}
          >
            Resolve
          </Button>
        </>
      }
    >
      <Field label="What ended it (optional)" hint="It is written to the timeline.">
        <Textarea
          value={reason}
          maxLength={500}
          placeholder="Vendor fixed their feed"
          onChange={(e) => setReason(e.target.value)}
        />
      </Field>
    </Dialog>
  );
}
