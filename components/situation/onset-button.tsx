"use client";
import { Pencil } from "lucide-react";
import { useState } from "react";
import { useMay } from "../nav/use-shell";
import type { ViewOutput } from "../query";
import { Button } from "../ui/button";
import { OnsetDialog } from "./onset-dialog";

/** Beside the onset: opens its correction, for those who may. */
export function OnsetButton({ situation: s }: { situation: ViewOutput<"situation"> }) {
  const may = useMay("responder", s.services);
  const [open, setOpen] = useState(false);
  if (!may || s.mergedInto !== null) return null;
  return (
    <>
      <Button
        variant="ghost"
        size="icon-sm"
        aria-label="Correct when it began"
        title="Correct when it began"
        className="-my-1 opacity-60 hover:opacity-100 focus-visible:opacity-100 max-md:-my-2 max-md:size-9"
        onClick={() => setOpen(true)}
      >
        <Pencil size={12} aria-hidden="true" />
      </Button>
      {open ? <OnsetDialog situation={s} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
