"use client";
import { detectors } from "@/lib/detect/detectors";
import { Chip } from "../ui/chip";

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
  return (
    <fieldset
      disabled={disabled}
      aria-label="Algorithm"
      className="grid grid-cols-1 gap-2 sm:grid-cols-2"
    >
      {Object.values(detectors).map((d) => (
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
    </fieldset>
  );
}
