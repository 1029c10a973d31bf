"use client";
import { useState } from "react";
import type { TextProblem } from "@/lib/diagnose/runbook-text";
import { Button } from "../ui/button";
import { Chip } from "../ui/chip";
import { Input } from "../ui/input";

/** Stays in sight while there is something to save: why, and the one button. What is wrong keeps it from being pressed. */
export function RunbookSave({
  as,
  problem,
  problems,
  busy,
  onDiscard,
  onSave,
}: {
  /** The name under which it will be a new runbook, empty while the text has none; null: a version of this one */
  as: string | null;
  problem: TextProblem | null;
  problems: number;
  busy: boolean;
  onDiscard: (() => void) | null;
  onSave(note: string): void;
}) {
  const [note, setNote] = useState("");
  return (
    <div className="sticky bottom-0 z-10 flex flex-wrap items-center gap-2 border-line border-t bg-surface px-5 py-2.5 max-md:px-3">
      <Chip tone="accent">{as === null ? "changed" : as === "" ? "new" : `new: ${as}`}</Chip>
      <Input
        aria-label="Why, for the list of versions"
        placeholder="Why? One line for the list of versions"
        value={note}
        maxLength={500}
        onChange={(e) => setNote(e.target.value)}
        className="h-[30px] min-w-40 flex-1 sm:max-w-96"
      />
      {problem ? (
        <span className="min-w-0 truncate text-sm text-strong">
          Line {problem.line}: {problem.says}
          {problems > 1 ? ` (and ${problems - 1} more)` : ""}
        </span>
      ) : null}
      <span className="ml-auto flex gap-2">
        {onDiscard ? (
          <Button variant="ghost" disabled={busy} onClick={onDiscard}>
            Discard
          </Button>
        ) : null}
        <Button
          variant="primary"
          disabled={problem !== null || busy}
          onClick={() => onSave(note.trim())}
        >
          {busy ? "Saving" : as === null ? "Save version" : "Create runbook"}
        </Button>
      </span>
    </div>
  );
}
