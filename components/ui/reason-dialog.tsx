"use client";
import { useState } from "react";
import { Field } from "../form/field";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { Textarea } from "./input";

/** Asks for the reason of a no; `common` offers usual ones. Nothing happens without at least three characters. */
export function ReasonDialog({
  open,
  onOpenChange,
  title,
  says,
  common,
  keep,
  go,
  onReason,
}: {
  open: boolean;
  onOpenChange(open: boolean): void;
  title: string;
  says: string;
  common: readonly string[];
  /** What the button says that leaves everything as it is, and the one that goes on */
  keep: string;
  go: string;
  onReason(reason: string): void;
}) {
  const [reason, setReason] = useState("");
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={title}
      says={says}
      foot={
        <>
          <Button onClick={() => onOpenChange(false)}>{keep}</Button>
          <Button
            variant="danger"
            disabled={reason.trim().length < 3}
            onClick={() => {
              onReason(reason.trim());
              onOpenChange(false);
              setReason("");
            }}
          >
            {go}
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
