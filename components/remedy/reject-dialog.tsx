"use client";
import { useState } from "react";
import { Field } from "../form/field";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Textarea } from "../ui/input";

const common = ["Not the cause", "Fixing forward instead", "Wrong moment", "Too risky now"];

/** Asks why a plan is refused; the reason teaches the next proposal and stands on the timeline. */
export function RejectDialog({
  open,
  onOpenChange,
  title,
  onReject,
}: {
  open: boolean;
  onOpenChange(open: boolean): void;
  title: string;
  onReject(reason: string): void;
}) {
  const [reason, setReason] = useState("");
  const enough = reason.trim().length >= 3;
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Reject this plan"
      says={title}
      foot={
        <>
          <Button onClick={() => onOpenChange(false)}>Keep it pending</Button>
          <Button
            variant="danger"
            disabled={!enough}
            onClick={() => {
              onReject(reason.trim());
              onOpenChange(false);
              setReason("");
            }}
          >
            Reject plan
          </Button>
        </>
      }
    >
      <div className="mb-2.5 flex flex-wrap gap-1.5">
        {common.map((words) => (
          <Button key={words} size="sm" onClick={() => setReason(words)}>
            {words}
          </Button>
        ))}
      </div>
      <Field label="Reason" hint="At least three characters. Everyone sees it on the timeline.">
        <Textarea value={reason} maxLength={500} onChange={(e) => setReason(e.target.value)} />
      </Field>
    </Dialog>
  );
}
