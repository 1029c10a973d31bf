"use client";
import { checks } from "@/lib/diagnose/checks/index";
import type { Runbook } from "@/lib/diagnose/runbook";
import type { readRunbookText } from "@/lib/diagnose/runbook-text";
import { changeKinds } from "@/lib/ingest/model";
import { Field } from "../form/field";
import { Card } from "../ui/card";
import { Checkbox } from "../ui/checkbox";
import { EmptyState } from "../ui/empty-state";
import { Input, Textarea } from "../ui/input";
import { addStep, setInText } from "./prepare-text";
import { StepCard } from "./step-card";
import { StepPicker } from "./step-picker";

type Props = {
  text: string;
  read: ReturnType<typeof readRunbookText>;
  mayEdit: boolean;
  hosts: readonly string[];
  onEdit(text: string): void;
};

/** The runbook as fields. While the text does not fit there is nothing that fields could show without losing something. */
export function RunbookForm({ text, read, mayEdit, hosts, onEdit }: Props) {
  if (!read.runbook)
    return (
      <Card title="Form">
        <EmptyState className="py-10" title="The text does not fit yet">
          The form comes back as soon as it does; what is wrong stands under the YAML.
        </EmptyState>
      </Card>
    );
  const book = read.runbook;
  const used = new Set(book.checks.flatMap((s) => ("check" in s ? s.check : [])));
  const set = (path: (string | number)[], value: unknown) => onEdit(setInText(text, path, value));
  return (
    <>
      <About book={book} mayEdit={mayEdit} set={set} />
      <Card
        title="Steps"
        note={`${book.checks.length}, all at the same time`}
        aside={
          mayEdit ? (
            <StepPicker
              checks={Object.values(checks).filter((c) => !used.has(c.name))}
              onPick={(step) => onEdit(addStep(text, step))}
            />
          ) : null
        }
      >
        <ol>
          {book.checks.map((step, i) => (
            <StepCard
              key={"http" in step ? `http ${step.http}` : step.check}
              {...{ text, step, mayEdit, hosts, onEdit }}
              at={i}
              last={book.checks.length - 1}
            />
          ))}
        </ol>
      </Card>
    </>
  );
}

const signalWords = [
  ["errors", "Errors"],
  ["latency", "Slow answers"],
  ["requests", "Traffic"],
  ["other", "Other metrics"],
] as const;

function About({
  book,
  mayEdit,
  set,
}: {
  book: Runbook;
  mayEdit: boolean;
  set(path: (string | number)[], value: unknown): void;
}) {
  const { when } = book;
  return (
    <Card title="When and what for">
      <div className="grid gap-3 px-3.5 py-3">
        <div className="grid gap-3 sm:grid-cols-[1fr_200px_110px]">
          <Field label="Title">
            <Input
              value={book.title}
              disabled={!mayEdit}
              maxLength={120}
              onChange={(e) => e.target.value.length >= 3 && set(["title"], e.target.value)}
            />
          </Field>
          <Field label="Name">
            <Input
              className="font-mono text-sm"
              value={book.name}
              disabled={!mayEdit}
              maxLength={60}
              onChange={(e) => e.target.value !== "" && set(["name"], e.target.value)}
            />
          </Field>
          <Field label="Time box, s">
            <Input
              type="number"
              min={1}
              max={60}
              value={book.timeBox}
              disabled={!mayEdit}
              onChange={(e) => {
                const s = e.target.valueAsNumber;
                if (s >= 1 && s <= 60) set(["timeBox"], s);
              }}
            />
          </Field>
        </div>
        <Field label="What it is for">
          <Textarea
            className="min-h-14"
            value={book.says}
            disabled={!mayEdit}
            maxLength={1000}
            onChange={(e) => set(["says"], e.target.value)}
          />
        </Field>
        <Several
          label="Abnormal (any of)"
          options={signalWords}
          value={when.signals}
          disabled={!mayEdit}
          onChange={(v) => set(["when", "signals"], v)}
        />
        <Several
          label="After a change (any of)"
          options={changeKinds.map((k) => [k, k] as const)}
          value={when.changeKinds}
          disabled={!mayEdit}
          onChange={(v) => set(["when", "changeKinds"], v)}
        />
        <div className="grid items-start gap-3 sm:grid-cols-2">
          <Field label="Services (any of)" hint="Separated by commas, * for any text; empty: any.">
            <Input
              className="font-mono text-sm"
              key={when.services.join()}
              defaultValue={when.services.join(", ")}
              disabled={!mayEdit}
              onBlur={(e) =>
                set(
                  ["when", "services"],
                  e.target.value
                    .split(",")
                    .map((s) => s.trim())
                    .filter((s) => s !== ""),
                )
              }
            />
          </Field>
          <Field
            label="A member fulfils"
            hint="For example metric = kafka.* AND service != checkout."
          >
            <Input
              className="font-mono text-sm"
              key={when.members}
              defaultValue={when.members ?? ""}
              disabled={!mayEdit}
              onBlur={(e) => {
                if (e.target.value.trim() !== (when.members ?? ""))
                  set(["when", "members"], e.target.value.trim());
              }}
            />
          </Field>
        </div>
      </div>
    </Card>
  );
}

function Several<T extends string>({
  label,
  options,
  value,
  disabled,
  onChange,
}: {
  label: string;
  options: readonly (readonly [T, string])[];
  value: readonly T[];
  disabled: boolean;
  onChange(value: T[]): void;
}) {
  return (
    <fieldset className="grid gap-1.5">
      <legend className="mb-1 text-muted text-sm">{label}</legend>
      <div className="flex flex-wrap gap-x-4 gap-y-1.5">
        {options.map(([name, title]) => (
          <span key={name} className="flex items-center gap-2">
            <Checkbox
              id={`${label} ${name}`}
              aria-label={title}
              checked={value.includes(name)}
              disabled={disabled}
              onCheckedChange={(on) =>
                onChange(on === true ? [...value, name] : value.filter((v) => v !== name))
              }
            />
            <label htmlFor={`${label} ${name}`}>{title}</label>
          </span>
        ))}
      </div>
    </fieldset>
  );
}
