"use client";
import { useState } from "react";
import { type Level, levels } from "@/lib/remediate/model";
import { Field } from "../form/field";
import { useVerb, type ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { Dialog } from "../ui/dialog";
import { Input } from "../ui/input";
import { levelWords } from "./level-words";

type SetLevel = ViewOutput<"policy">["default"];

/** Sets how far the remedies of one service (of all others: null) may go; `set` is what holds now, null for the default. */
export function AutonomyDialog({
  service,
  set,
  onClose,
}: {
  service: string | null;
  set: SetLevel | null;
  onClose(): void;
}) {
  const [level, setLevel] = useState<Level | null>(set?.level ?? null);
  const [granted, setGranted] = useState(set?.granted ?? false);
  const [reason, setReason] = useState("");
  const save = useVerb("set-autonomy", { says: () => "Policy saved" });
  const options: (Level | null)[] = service === null ? [...levels] : [null, ...levels];
  const earnable = level === "countdown" || level === "auto";
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={service === null ? "All other services" : service}
      says="How far its remedies may go at most."
      foot={
        <>
          <Button onClick={onClose}>Leave it</Button>
          <Button
            variant="primary"
            disabled={reason.trim().length < 3 || save.isPending}
            onClick={() =>
              save.mutate(
                { service, level, granted: earnable && granted, reason: reason.trim() },
                { onSuccess: onClose },
              )
            }
          >
            Save
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        <fieldset className="grid gap-0.5">
          <legend className="sr-only">Level</legend>
          {options.map((option) => (
            <label
              key={option ?? "default"}
              className="flex cursor-pointer items-start gap-2.5 rounded-md px-2 py-1.5 hover:bg-hover"
            >
              <input
                type="radio"
                name="level"
                className="mt-1 accent-accent"
                checked={level === option}
                onChange={() => setLevel(option)}
              />
              <span>
                <span className="font-medium">
                  {option === null ? "As all others" : levelWords[option].label}
                </span>
                {option === null ? null : (
                  <span className="block text-muted text-sm">{levelWords[option].says}</span>
                )}
              </span>
            </label>
          ))}
        </fieldset>
        {earnable ? (
          <div className="flex items-start gap-2">
            <Checkbox
              id="granted"
              className="mt-1"
              checked={granted}
              onCheckedChange={(on) => setGranted(on === true)}
            />
            <label htmlFor="granted">
              Grant it now
              <span className="block text-muted text-sm">
                Otherwise it is earned by a record of right plans first.
              </span>
            </label>
          </div>
        ) : null}
        <Field label="Reason" hint="At least three characters; it stands on the timeline.">
          <Input value={reason} maxLength={500} onChange={(e) => setReason(e.target.value)} />
        </Field>
      </div>
    </Dialog>
  );
}
