"use client";
import { Field } from "../form/field";
import { Checkbox } from "../ui/checkbox";
import { Input } from "../ui/input";
import type { RouteDraft } from "./prepare-route";

const zones = Intl.supportedValuesOf("timeZone");

function Check({
  id,
  label,
  checked,
  onChange,
}: {
  id: string;
  label: string;
  checked: boolean;
  onChange(on: boolean): void;
}) {
  return (
    <span className="flex items-center gap-2">
      <Checkbox id={id} checked={checked} onCheckedChange={(on) => onChange(on === true)} />
      <label htmlFor={id}>{label}</label>
    </span>
  );
}

/** Hours in which only what cannot wait is told. */
export function QuietFields({
  draft,
  onChange,
}: {
  draft: RouteDraft;
  onChange(change: Partial<RouteDraft>): void;
}) {
  return (
    <fieldset className="grid gap-3">
      <legend className="sr-only">Quiet hours</legend>
      <Check
        id="quiet"
        label="Quiet hours"
        checked={draft.quiet}
        onChange={(quiet) => onChange({ quiet })}
      />
      {draft.quiet ? (
        <>
          <div className="grid grid-cols-2 gap-3 sm:grid-cols-[1fr_1fr_1.6fr]">
            <Field label="From">
              <Input
                type="time"
                value={draft.from}
                onChange={(e) => onChange({ from: e.target.value })}
              />
            </Field>
            <Field label="To">
              <Input
                type="time"
                value={draft.to}
                onChange={(e) => onChange({ to: e.target.value })}
              />
            </Field>
            <Field
              label="Time zone"
              error={
                draft.zone === "UTC" || zones.includes(draft.zone) ? null : "Such as Europe/Berlin."
              }
            >
              <Input
                value={draft.zone}
                list="message-zones"
                onChange={(e) => onChange({ zone: e.target.value })}
              />
            </Field>
          </div>
          <datalist id="message-zones">
            {zones.map((zone) => (
              <option key={zone} value={zone} />
            ))}
          </datalist>
          <Check
            id="quiet-weekends"
            label="Saturday and Sunday as a whole"
            checked={draft.weekends}
            onChange={(weekends) => onChange({ weekends })}
          />
          <Check
            id="quiet-critical"
            label="Critical news wait as well"
            checked={draft.critical}
            onChange={(critical) => onChange({ critical })}
          />
        </>
      ) : null}
    </fieldset>
  );
}
