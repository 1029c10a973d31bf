"use client";
import { useEffect } from "react";
import { Button } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { Chip } from "../ui/chip";
import { Input } from "../ui/input";
import { Kbd } from "../ui/kbd";

/**
 * Appears with the first change and stays in sight: what changed, why, and the one button. ⌘S saves. A shadow is saved too,
 * but runs beside the live version instead of in its place.
 */
export function SaveBar({
  changes,
  next,
  note,
  shadow,
  problem,
  busy,
  onNote,
  onShadow,
  onDiscard,
  onSave,
}: {
  changes: readonly string[];
  next: number;
  note: string;
  /** Whether it is only tried for 24 h; null where that cannot be chosen */
  shadow: boolean | null;
  /** Why it cannot be saved, or null */
  problem: string | null;
  busy: boolean;
  onNote(note: string): void;
  onShadow(on: boolean): void;
  onDiscard(): void;
  onSave(): void;
}) {
  const ready = changes.length > 0 && problem === null && !busy;
  // Outside system: the document's keyboard; ⌘S works while typing too.
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.metaKey || event.ctrlKey) || event.key.toLowerCase() !== "s") return;
      event.preventDefault();
      if (ready) onSave();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [ready, onSave]);
  if (changes.length === 0) return null;
  return (
    <div className="sticky bottom-0 z-10 flex flex-wrap items-center gap-2 border-line border-t bg-surface px-5 py-2.5 max-md:px-3">
      <Chip tone="accent" title={changes.join(", ")}>
        {`${changes.length} ${changes.length === 1 ? "change" : "changes"}`}
      </Chip>
      <Input
        aria-label="Why, for the list of versions"
        placeholder="Why? One line for the list of versions"
        value={note}
        maxLength={500}
        onChange={(e) => onNote(e.target.value)}
        className="h-[30px] min-w-40 flex-1 sm:max-w-96"
      />
      {shadow === null ? null : (
        <label
          htmlFor="save-shadow"
          className="flex items-center gap-2 whitespace-nowrap"
          title="Runs beside the live version on the same points, records apart, and pages nobody"
        >
          <Checkbox
            id="save-shadow"
            checked={shadow}
            onCheckedChange={(on) => onShadow(on === true)}
          />
          Shadow for 24 h first
        </label>
      )}
      {problem ? <span className="text-sm text-strong">The target is not valid.</span> : null}
      <div className="ml-auto flex gap-2">
        <Button variant="ghost" disabled={busy} onClick={onDiscard}>
          Discard
        </Button>
        <Button
          variant="primary"
          disabled={!ready}
          aria-keyshortcuts="Meta+S Control+S"
          onClick={onSave}
        >
          {busy ? "Saving" : shadow ? `Shadow as v${next}` : `Save as v${next}`} <Kbd>⌘S</Kbd>
        </Button>
      </div>
    </div>
  );
}
