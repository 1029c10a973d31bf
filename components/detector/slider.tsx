"use client";
import { Slider as Radix } from "radix-ui";

/** One value of a range. `marked` shows where the live version stands. */
export function Slider({
  label,
  value,
  min,
  max,
  step,
  marked,
  disabled = false,
  says,
  onChange,
}: {
  label: string;
  value: number;
  min: number;
  max: number;
  step: number;
  marked?: number | null;
  disabled?: boolean;
  /** The value in words */
  says: string;
  onChange(value: number): void;
}) {
  const share = (v: number) => `${Math.max(0, Math.min(100, ((v - min) / (max - min)) * 100))}%`;
  return (
    <Radix.Root
      value={[value]}
      min={min}
      max={max}
      step={step}
      disabled={disabled}
      onValueChange={([v]) => v !== undefined && onChange(v)}
      className="relative flex h-6 min-w-14 flex-1 touch-none select-none items-center data-[disabled]:opacity-60"
    >
      <Radix.Track className="relative h-0.5 flex-1 rounded-full bg-line-strong">
        <Radix.Range className="absolute h-full rounded-full bg-accent" />
        {marked === null || marked === undefined || marked === value ? null : (
          <span
            aria-hidden="true"
            className="absolute -top-1 h-2.5 w-px bg-muted"
            style={{ left: share(marked) }}
          />
        )}
      </Radix.Track>
      <Radix.Thumb
        aria-label={label}
        aria-valuetext={says}
        className="block size-3 rounded-full border-2 border-surface bg-ink shadow-[0_0_0_1px_var(--edge)] hover:scale-110"
      />
    </Radix.Root>
  );
}
