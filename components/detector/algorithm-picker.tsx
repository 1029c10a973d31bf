"use client";
import { useState } from "react";
import { detectors } from "@/lib/detect/detectors";
import { Chip } from "../ui/chip";

const shownAtFirst = 4;

/** Algorithms as cards: name and what each is good for. */
export function AlgorithmPicker({
  value,
  live,
  recommended,
  disabled,
  onChange,
}: {
  value: string;
  live: string;
  recommended: string;
  disabled: boolean;
  onChange(algorithm: string): void;
}) {
  const [all, setAll] = useState(false);
  const list = Object.values(detectors);
  const first = [value, live, recommended, ...list.map((d) => d.name)];
  const few = new Set([...new Set(first)].slice(0, shownAtFirst));
  const shown = all ? list : list.filter((d) => few.has(d.name));
  return (
    <fieldset
      disabled={disabled}
      aria-label="Algorithm"
      className="grid grid-cols-1 gap-2 sm:grid-cols-2"
    >
      {shown.map((d) => (
        <button
          key={d.name}
          type="button"
          aria-pressed={d.name === value}
          onClick={() => onChange(d.name)}
          className="grid content-start gap-1 rounded-lg border border-line bg-surface p-3 text-left hover:border-line-strong disabled:cursor-default aria-pressed:border-accent aria-pressed:shadow-[0_0_0_1px_var(--accent)]"
        >
          <span className="flex items-center gap-2 font-medium">
            {d.title}
            {d.name === live ? (
              <Chip>live</Chip>
            ) : d.name === recommended ? (
              <Chip tone="accent">Default</Chip>
            ) : null}
          </span>
          <span className="text-muted text-sm leading-snug">{d.suits}</span>
        </button>
      ))}
      {list.length > shownAtFirst ? (
        <button
          type="button"
          onClick={() => setAll(!all)}
          className="justify-self-start rounded-md px-1 text-accent text-sm hover:underline sm:col-span-2"
        >
          {all ? "Fewer" : `${list.length - shown.length} more algorithms`}
        </button>
      ) : null}
    </fieldset>
  );
}
