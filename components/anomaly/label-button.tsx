"use client";
import { Tag } from "lucide-react";
import { useState } from "react";
import type { LabelKind } from "@/lib/detect/label";
import { Button } from "../ui/button";
import { Chip, type ChipTone } from "../ui/chip";
import { LabelDialog } from "./label-dialog";
import { labelTitle } from "./prepare-label";

const tones: Record<LabelKind, ChipTone> = {
  true: "good",
  "false-alarm": "weak",
  expected: "accent",
  "new-trend": "change",
};

/** The label of an anomaly, or the offer to give it one. Opens the dialog that shows the effect. */
export function LabelButton({ anomalyId, label }: { anomalyId: string; label: LabelKind | null }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      {label ? (
        <button
          type="button"
          aria-label={`Labelled ${labelTitle(label)}. Change the label`}
          onClick={() => setOpen(true)}
          className="max-w-full rounded-sm hover:brightness-110"
        >
          <Chip tone={tones[label]}>{labelTitle(label)}</Chip>
        </button>
      ) : (
        <Button
          size="sm"
          variant="ghost"
          className="-mx-1 px-1.5"
          aria-label="Label this anomaly"
          onClick={() => setOpen(true)}
        >
          <Tag size={13} aria-hidden="true" />
          Label
        </Button>
      )}
      <LabelDialog
        anomalyId={open ? anomalyId : null}
        label={label}
        onClose={() => setOpen(false)}
      />
    </>
  );
}
