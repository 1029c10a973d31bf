"use client";
import { useState } from "react";
import { formatSpan } from "@/lib/series/format-span";
import { Field } from "../form/field";
import { useZone } from "../providers/clock";
import { useVerb, type ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Input, Textarea } from "../ui/input";
import { Time } from "../ui/time";
import { onsetChoices, onsetField, readOnset } from "./prepare-onset";

/** When the trouble really began, and how one knows. What was detected stays beside it. */
export function OnsetDialog({
  situation: s,
  onClose,
}: {
  situation: ViewOutput<"situation">;
  onClose(): void;
}) {
  const [zone] = useZone();
  const [text, setText] = useState(() => onsetField(s.onsetAt, zone));
  const [reason, setReason] = useState("");
  const correct = useVerb("correct-onset", { says: () => `${s.name}: onset corrected` });
  const at = readOnset(text, zone);
  const moved = at === null ? null : at - Math.floor(s.detectedOnsetAt / 1000) * 1000;
  const send = () => {
    if (at === null || reason.trim().length < 3) return;
    // The field holds whole seconds: the detected one means the detected moment itself.
    correct.mutate(
      { id: s.id, at: moved === 0 ? null : at, reason: reason.trim() },
      { onSuccess: onClose },
    );
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title="When did it begin?"
      says="Times to detect and to recover, reports, charts and diagnosis follow what you say. The detected time stays on record."
      foot={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            type="submit"
            form="onset-form"
            disabled={at === null || reason.trim().length < 3 || correct.isPending}
          >
            Correct
          </Button>
        </>
      }
    >
      <form
        id="onset-form"
        className="grid gap-3"
        onSubmit={(e) => {
          e.preventDefault();
          send();
        }}
      >
        <Field
          label="Began"
          hint={`${zone === "utc" ? "In UTC" : "In this browser's time zone"}. ${
            moved === null || moved === 0
              ? "As detected."
              : `${formatSpan(Math.abs(moved))} ${moved < 0 ? "before" : "after"} what was detected.`
          }`}
          error={at === null ? "Give a date and a time." : (correct.error?.message ?? null)}
        >
          <Input
            type="datetime-local"
            step={1}
            value={text}
            onChange={(e) => {
              correct.reset();
              setText(e.target.value);
            }}
          />
        </Field>
        <ul className="-mt-1 flex flex-wrap gap-1.5" aria-label="Times that it may have begun">
          {onsetChoices(s).map((choice) => (
            <li key={choice.key} className="min-w-0 max-w-full">
              <Button
                size="sm"
                className="max-w-full max-md:h-9"
                onClick={() => setText(onsetField(choice.at, zone))}
              >
                <span className="truncate">{choice.says}</span>
                <Time at={choice.at} className="text-muted tabular-nums" />
              </Button>
            </li>
          ))}
        </ul>
        <Field label="How do you know" hint="It is written to the timeline, with your name.">
          <Textarea
            value={reason}
            maxLength={500}
            placeholder="First customer call at the desk"
            onChange={(e) => setReason(e.target.value)}
            onKeyDown={(e) => {
              if (e.key === "Enter" && (e.metaKey || e.ctrlKey)) send();
            }}
          />
        </Field>
      </form>
    </Dialog>
  );
}
