"use client";
import { Segments } from "../chart/segments";
import { Input } from "../ui/input";
import { Field } from "./field";

const spans = [
  { value: "30", label: "30 min" },
  { value: "120", label: "2 h" },
  { value: "480", label: "8 h" },
  { value: "1440", label: "1 day" },
] as const;
/** Minutes, as text */
export type SilenceSpan = (typeof spans)[number]["value"];

/** How long a silence lasts and why: the same for a series and for a situation. */
export function SilenceFields({
  span,
  onSpan,
  reason,
  onReason,
  example,
}: {
  span: SilenceSpan;
  onSpan(span: SilenceSpan): void;
  reason: string;
  onReason(reason: string): void;
  example: string;
}) {
  return (
    <>
      <div className="grid justify-items-start gap-1">
        <span className="text-muted text-sm">From now on for</span>
        <Segments label="Duration" value={span} options={spans} onChange={onSpan} />
      </div>
      <Field label="Reason (optional)">
        <Input
          value={reason}
          maxLength={200}
          placeholder={example}
          onChange={(e) => onReason(e.target.value)}
        />
      </Field>
    </>
  );
}
