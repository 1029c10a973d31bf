"use client";
import { useId } from "react";
import { Checkbox } from "../ui/checkbox";

/** Several of a few. */
export function CheckList<T extends string>({
  legend,
  none,
  options,
  chosen,
  onChange,
}: {
  legend: string;
  /** Said when there is nothing to choose from */
  none: string;
  options: readonly { value: T; label: string }[];
  chosen: readonly T[];
  onChange(chosen: T[]): void;
}) {
  const id = useId();
  return (
    <fieldset>
      <legend className="mb-1.5 text-muted text-sm">{legend}</legend>
      {options.length === 0 ? <p className="text-faint">{none}</p> : null}
      <div className="grid gap-x-4 gap-y-2 sm:grid-cols-2">
        {options.map(({ value, label }) => (
          <span key={value} className="flex min-w-0 items-center gap-2">
            <Checkbox
              id={`${id}-${value}`}
              checked={chosen.includes(value)}
              onCheckedChange={(on) =>
                onChange(
                  options
                    .map((o) => o.value)
                    .filter((v) => (v === value ? on === true : chosen.includes(v))),
                )
              }
            />
            <label htmlFor={`${id}-${value}`} className="truncate">
              {label}
            </label>
          </span>
        ))}
      </div>
    </fieldset>
  );
}
