"use client";
import { type ReactNode, useId } from "react";
import { Checkbox } from "../ui/checkbox";
import { Select } from "../ui/select";
import { dayNames, daysInOrder } from "./prepare-window";

/** A titled line of a form with several controls. */
export function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="grid justify-items-start gap-1">
      <span className="text-muted text-sm">{title}</span>
      <div className="flex flex-wrap items-center gap-2.5">{children}</div>
    </div>
  );
}

/** Which situation or deploy a window waits for. */
export function Waits({
  what,
  value,
  options,
  onChange,
}: {
  what: "situation" | "deploy";
  value: string;
  options: readonly { value: string; label: string }[];
  onChange(value: string): void;
}) {
  if (options.length === 0)
    return (
      <p className="text-muted text-sm">
        {what === "situation" ? "No situation is open now." : "No deploy is under way now."}
      </p>
    );
  return (
    <Select
      label={`Which ${what}`}
      value={value}
      options={
        value === "" ? [{ value: "", label: `Choose a ${what}` }, ...options].slice(1) : options
      }
      onChange={onChange}
      className="w-full"
    />
  );
}

/** Days of the week, several of them. */
export function Days({
  days,
  onChange,
}: {
  days: readonly number[];
  onChange(days: number[]): void;
}) {
  return (
    <fieldset aria-label="Days of the week" className="flex flex-wrap gap-1">
      {daysInOrder.map((d) => (
        <button
          key={d}
          type="button"
          aria-pressed={days.includes(d)}
          onClick={() => onChange(days.includes(d) ? days.filter((x) => x !== d) : [...days, d])}
          className="h-[26px] rounded-md border border-line-strong px-2 text-muted text-sm hover:bg-hover aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent"
        >
          {dayNames[d]}
        </button>
      ))}
    </fieldset>
  );
}

/** A box to tick with what it means. */
export function Choice({
  title,
  note,
  checked,
  disabled = false,
  onChange,
}: {
  title: string;
  note: string;
  checked: boolean;
  disabled?: boolean;
  onChange?(on: boolean): void;
}) {
  const id = useId();
  return (
    <div className="flex items-center gap-2.5">
      <Checkbox
        id={id}
        checked={checked}
        disabled={disabled}
        onCheckedChange={(on) => onChange?.(on === true)}
      />
      <label htmlFor={id}>
        {title} <span className="text-muted text-sm">{note}</span>
      </label>
    </div>
  );
}
