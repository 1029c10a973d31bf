"use client";
import { type HttpStep, isListedHost } from "@/lib/diagnose/http-step";
import { Field } from "../form/field";
import { Input } from "../ui/input";
import { Select } from "../ui/select";

const silence = [
  { value: "inconclusive", label: "Inconclusive" },
  { value: "interesting", label: "Interesting" },
] as const;

const listed = (url: string, hosts: readonly string[]): boolean => {
  const parsed = URL.parse(url.replace(/\{\w+\}/g, "x"));
  return parsed !== null && isListedHost(parsed, hosts);
};

/** A URL to ask and what its answer should be; expectations on JSON are written in the YAML. */
export function HttpFields({
  step,
  mayEdit,
  hosts,
  set,
}: {
  step: HttpStep;
  mayEdit: boolean;
  hosts: readonly string[];
  set(path: (string | number)[], value: unknown): void;
}) {
  const number = (path: string, value: number, min: number, max: number) => ({
    type: "number",
    min,
    max,
    step: "any",
    value,
    disabled: !mayEdit,
    onChange: (e: { target: HTMLInputElement }) => {
      const v = e.target.valueAsNumber;
      if (v >= min && v <= max) set([path], v);
    },
  });
  const words = (path: string[], value: string | undefined) => ({
    value: value ?? "",
    disabled: !mayEdit,
    maxLength: 500,
    onChange: (e: { target: HTMLInputElement }) => set(path, e.target.value),
  });
  return (
    <div className="grid gap-3 py-1">
      <Field
        label="URL"
        hint="{service}, {from} and {to} go after the host."
        error={
          listed(step.url, hosts)
            ? null
            : "Its host is not listed yet: an administrator adds it under Settings → People."
        }
      >
        <Input
          className="font-mono text-sm"
          key={step.url}
          defaultValue={step.url}
          disabled={!mayEdit}
          onBlur={(e) => e.target.value !== step.url && set(["url"], e.target.value)}
        />
      </Field>
      <div className="grid items-start gap-3 sm:grid-cols-3">
        <Field label="Title">
          <Input {...words(["title"], step.title)} />
        </Field>
        <Field label="The text contains">
          <Input {...words(["expect", "contains"], step.expect.contains)} />
        </Field>
        <Field label="The text lacks">
          <Input {...words(["expect", "lacks"], step.expect.lacks)} />
        </Field>
        <Field label="Status" hint="Several with commas.">
          <Input
            key={[step.expect.status].flat().join()}
            defaultValue={[step.expect.status ?? []].flat().join(", ")}
            disabled={!mayEdit}
            onBlur={(e) => {
              const all = (e.target.value.match(/\d{3}/g) ?? []).map(Number);
              set(["expect", "status"], all.length === 1 ? all[0] : all);
            }}
          />
        </Field>
        <Field label="Time, ms">
          <Input {...number("timeoutMs", step.timeoutMs, 100, 20_000)} />
        </Field>
        <Field label="Vote for the service" hint="−3 to 3, when not as expected.">
          <Input {...number("vote", step.vote, -3, 3)} />
        </Field>
      </div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <span className="flex items-center gap-2">
          <span className="text-muted text-sm">No answer is</span>
          <Select
            label="What no answer means"
            value={step.silent}
            options={silence}
            disabled={!mayEdit}
            onChange={(v) => set(["silent"], v)}
          />
        </span>
        <span className="text-muted text-sm">
          {step.expect.json && step.expect.json.length > 0
            ? step.expect.json.map((e) => e.path).join(", ")
            : "No values of JSON compared; the YAML has a place for them."}
        </span>
      </div>
    </div>
  );
}
