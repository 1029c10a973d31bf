"use client";
import { formatSpan } from "@/lib/series/format-span";
import { cn } from "../ui/cn";
import { Input } from "../ui/input";
import { Select } from "../ui/select";
import { durationUnit, type Field } from "./prepare-fields";
import { Slider } from "./slider";

const decades = 5;
const toLog = (v: number, max: number) => Math.max(0, Math.log10(v / max) + decades);
const fromLog = (p: number, max: number) => Number((max * 10 ** (p - decades)).toPrecision(2));

/** One parameter: a slider where its range allows, a field beside it; what the live version has stands behind. */
export function ParamField({
  field,
  value,
  live,
  disabled,
  onChange,
}: {
  field: Field;
  value: unknown;
  live: unknown;
  disabled: boolean;
  onChange(value: unknown): void;
}) {
  const id = `param-${field.name}`;
  const changed = JSON.stringify(value) !== JSON.stringify(live);
  return (
    <div className="grid grid-cols-[minmax(0,150px)_minmax(0,1fr)] items-center gap-x-3 gap-y-0.5 py-1 max-sm:grid-cols-1">
      <label htmlFor={id} className="text-muted leading-tight" title={field.description}>
        {field.title}
      </label>
      <div className="flex min-w-0 items-center gap-3">
        <Control {...{ field, value, live, disabled, onChange, id }} />
        {changed && live !== undefined ? (
          <span className="whitespace-nowrap text-faint text-sm">was {words(field, live)}</span>
        ) : null}
      </div>
      <p id={`${id}-says`} className="col-span-full text-faint text-sm sm:col-start-2">
        {field.description}
      </p>
    </div>
  );
}

const words = (field: Field, v: unknown): string =>
  v === null || v === undefined
    ? "empty"
    : field.duration && typeof v === "number"
      ? formatSpan(v)
      : String(v);

type ControlProps = Parameters<typeof ParamField>[0] & { id: string };

function Control({ field, value, live, disabled, onChange, id }: ControlProps) {
  if (field.kind === "choice")
    return (
      <Select
        id={id}
        label={field.title}
        value={String(value)}
        options={field.choices.map((c) => ({ value: c, label: c }))}
        onChange={onChange}
        disabled={disabled}
      />
    );
  if (field.kind === "boolean")
    return (
      <input
        id={id}
        type="checkbox"
        checked={value === true}
        disabled={disabled}
        onChange={(e) => onChange(e.target.checked)}
        className="size-4 accent-accent"
      />
    );
  if (field.duration) return <Duration {...{ field, value, disabled, onChange, id }} />;
  const number = typeof value === "number" ? value : null;
  const was = typeof live === "number" ? live : null;
  return (
    <>
      {number !== null && field.log && field.max !== null ? (
        <Slider
          label={field.title}
          value={toLog(number, field.max)}
          min={0}
          max={decades}
          step={0.05}
          marked={was === null ? null : toLog(was, field.max)}
          says={`${number} ${field.unit ?? ""}`}
          disabled={disabled}
          onChange={(p) => onChange(fromLog(p, field.max as number))}
        />
      ) : number !== null && field.step !== null && field.min !== null && field.max !== null ? (
        <Slider
          label={field.title}
          value={number}
          min={field.min}
          max={field.max}
          step={field.step}
          marked={was}
          says={`${number} ${field.unit ?? ""}`}
          disabled={disabled}
          onChange={onChange}
        />
      ) : null}
      <Numeric {...{ field, value, disabled, onChange, id }} />
    </>
  );
}

type Plain = Omit<ControlProps, "live">;

function Numeric({ field, value, disabled, onChange, id }: Plain) {
  return (
    <span className="flex items-center gap-1.5">
      <Input
        id={id}
        type="number"
        inputMode="decimal"
        step="any"
        value={typeof value === "number" ? value : ""}
        placeholder={field.optional ? "none" : ""}
        min={field.min ?? undefined}
        max={field.max ?? undefined}
        aria-describedby={`${id}-says`}
        disabled={disabled}
        onChange={(e) => {
          const v = e.target.valueAsNumber;
          if (Number.isNaN(v)) onChange(field.optional ? null : field.fallback);
          else onChange(clamp(field.whole ? Math.round(v) : v, field));
        }}
        className={cn("h-[30px] w-20", field.optional && "w-28")}
      />
      {field.unit ? (
        <span className="whitespace-nowrap text-faint text-sm">{field.unit}</span>
      ) : null}
    </span>
  );
}

const clamp = (v: number, { min, max }: Field) =>
  Math.min(max ?? Number.POSITIVE_INFINITY, Math.max(min ?? Number.NEGATIVE_INFINITY, v));

function Duration({ field, value, disabled, onChange, id }: Plain) {
  const ms = typeof value === "number" ? value : Number(field.fallback ?? 0);
  const unit = durationUnit(ms || Number(field.fallback ?? 1000));
  return (
    <span className="flex items-center gap-1.5">
      <Input
        id={id}
        type="number"
        min={0}
        step="any"
        value={ms / unit.ms}
        aria-describedby={`${id}-says`}
        disabled={disabled}
        onChange={(e) => {
          const v = e.target.valueAsNumber;
          if (!Number.isNaN(v)) onChange(clamp(Math.round(v * unit.ms), field));
        }}
        className="h-[30px] w-20"
      />
      <span className="text-faint text-sm">{unit.name}</span>
    </span>
  );
}
