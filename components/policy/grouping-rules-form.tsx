"use client";
import { useState } from "react";
import { Field } from "../form/field";
import { useMay } from "../nav/use-shell";
import { useVerb, type ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Input } from "../ui/input";

type Rules = ViewOutput<"grouping">["rules"];

const minute = 60_000;
/** Each rule as a person sets it: its words, and how its unit becomes the stored one. */
const fields: readonly {
  key: keyof Rules;
  label: string;
  hint: string;
  unit: number;
  step: string;
}[] = [
  {
    key: "openBar",
    label: "Open a situation from",
    hint: "Evidence 0.30–0.99. One strong anomaly is 0.80, a weak golden signal 0.45 to 0.60, another weak one 0.30 to 0.45.",
    unit: 1,
    step: "0.01",
  },
  {
    key: "candidateBar",
    label: "Show a candidate from",
    hint: "Below the bar above: shown to confirm or discard, calls nobody.",
    unit: 1,
    step: "0.01",
  },
  {
    key: "reopenMs",
    label: "Open again within, minutes",
    hint: "The same signal breaking again so soon opens the old situation.",
    unit: minute,
    step: "1",
  },
  {
    key: "ageCapMs",
    label: "Takes no more members after, hours",
    hint: "What begins later is a situation of its own.",
    unit: 60 * minute,
    step: "1",
  },
  {
    key: "flapsAnHour",
    label: "Flapping from, times an hour",
    hint: "Such a series is recorded and may join; it opens nothing.",
    unit: 1,
    step: "1",
  },
];

/** The bars and limits of grouping; what is not touched stays. */
export function GroupingRulesForm({ rules }: { rules: Rules }) {
  const may = useMay("editor");
  const save = useVerb("set-grouping-rules", { says: () => "Rules saved" });
  const [draft, setDraft] = useState<Partial<Record<keyof Rules, string>>>({});
  const shown = (key: keyof Rules, unit: number) => draft[key] ?? String(rules[key] / unit);
  const changed = fields.filter(
    (f) => draft[f.key] !== undefined && Number(draft[f.key]) * f.unit !== rules[f.key],
  );
  return (
    <form
      className="grid gap-4 p-3.5 sm:grid-cols-2 lg:grid-cols-3"
      onSubmit={(e) => {
        e.preventDefault();
        save.mutate(
          Object.fromEntries(changed.map((f) => [f.key, Number(draft[f.key]) * f.unit])),
          { onSuccess: () => setDraft({}) },
        );
      }}
    >
      {fields.map((f) => (
        <Field key={f.key} label={f.label} hint={f.hint}>
          <Input
            type="number"
            step={f.step}
            disabled={!may}
            value={shown(f.key, f.unit)}
            onChange={(e) => setDraft({ ...draft, [f.key]: e.target.value })}
          />
        </Field>
      ))}
      {may ? (
        <div className="flex items-end gap-2">
          <Button
            type="submit"
            variant="primary"
            size="lg"
            disabled={changed.length === 0 || save.isPending}
          >
            Save rules
          </Button>
        </div>
      ) : null}
    </form>
  );
}
