"use client";
import type { ReactNode } from "react";
import { cn } from "../ui/cn";

/** One of a few, side by side. A group of toggle buttons of which one is on. */
export function Segments<T extends string>({
  label,
  value,
  options,
  onChange,
  className,
}: {
  label: string;
  value: T;
  options: readonly { value: T; label: ReactNode }[];
  onChange(value: T): void;
  className?: string;
}) {
  return (
    <fieldset
      aria-label={label}
      className={cn(
        "inline-flex h-[30px] shrink-0 rounded-md border border-line bg-bg p-0.5",
        className,
      )}
    >
      {options.map((o) => (
        <button
          key={o.value}
          type="button"
          aria-pressed={o.value === value}
          onClick={() => onChange(o.value)}
          className="flex h-full items-center gap-1.5 whitespace-nowrap rounded-xs px-2.5 text-muted text-sm hover:text-ink aria-pressed:bg-hover aria-pressed:font-medium aria-pressed:text-ink aria-pressed:shadow-[0_0_0_1px_var(--border-strong)]"
        >
          {o.label}
        </button>
      ))}
    </fieldset>
  );
}
