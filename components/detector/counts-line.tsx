import type { ReactNode } from "react";
import { Input } from "../ui/input";

/** One setting of what counts: its name, and a sentence with controls in it. */
export function Line({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[minmax(0,150px)_minmax(0,1fr)] items-center gap-3 py-1 max-sm:grid-cols-1 max-sm:gap-1">
      <span className="text-muted">{title}</span>
      <div className="flex flex-wrap items-center gap-2">{children}</div>
    </div>
  );
}

/** A small number within a sentence. */
export function NumberInput({
  label,
  value,
  min = 0,
  max,
  step = 1,
  disabled,
  onChange,
}: {
  label: string;
  value: number;
  min?: number;
  max?: number;
  step?: number;
  disabled: boolean;
  onChange(value: number): void;
}) {
  return (
    <Input
      type="number"
      aria-label={label}
      value={value}
      min={min}
      max={max}
      step={step}
      disabled={disabled}
      onChange={(e) => {
        const v = e.target.valueAsNumber;
        if (!Number.isNaN(v)) onChange(Math.min(max ?? v, Math.max(min, v)));
      }}
      className="h-[30px] w-[72px]"
    />
  );
}
