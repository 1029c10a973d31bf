"use client";
import { Select } from "./select";

/** The sentinel of the list; no value of ours is empty-handed like it. */
const any = "\u0000any";

/** Narrows a list to one value, or, with null, to none: each value with how much it would leave. */
export function FacetSelect<T extends string>({
  label,
  every,
  value,
  options,
  onChange,
}: {
  label: string;
  /** The choice of none, such as "Every service" */
  every: string;
  value: T | null;
  options: readonly { value: T; label?: string; note?: string | number }[];
  onChange(value: NoInfer<T> | null): void;
}) {
  // What is chosen stays in the list also when nothing in this range has it.
  const missing = value !== null && !options.some((o) => o.value === value);
  return (
    <Select
      label={label}
      value={value ?? any}
      options={[
        { value: any, label: every },
        ...[...options, ...(missing ? [{ value, note: 0 }] : [])].map((o) => ({
          value: o.value as string,
          label: ("label" in o && o.label) || o.value,
          ...(o.note === undefined ? {} : { note: String(o.note) }),
        })),
      ]}
      onChange={(v) => onChange(v === any ? null : (v as T))}
    />
  );
}
