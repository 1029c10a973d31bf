"use client";
import { useState } from "react";
import { traceRules, usualTraceRules } from "@/lib/ingest/model";
import { Field } from "../form/field";
import { useMay } from "../nav/use-shell";
import { useVerb, type ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { Input } from "../ui/input";

type Rules = ViewOutput<"data-rules">["traces"];

/** Numbers of the form, in the unit in which they are shown. */
const numbers = [
  { key: "wholeMinutes", label: "Keep everything for, minutes", unit: 1, says: "5 to 1440" },
  { key: "keepShare", label: "Then keep of ordinary traces, %", unit: 0.01, says: "0 to 100" },
  { key: "slowQuantile", label: "Slow: above this percentile", unit: 0.01, says: "50 to 99.99" },
  {
    key: "slowMs",
    label: "Slow in any case: above, ms",
    unit: 1,
    says: "Empty: only by the percentile",
  },
  { key: "keepDays", label: "Keep what was chosen for, days", unit: 1, says: "1 to 60; logs too" },
] as const;
type Key = (typeof numbers)[number]["key"];

const textOf = (value: number | null, unit: number): string =>
  value === null ? "" : String(Number((value / unit).toPrecision(8)));

/** Which traces are kept, and how long. Failed and slow ones always are. */
export function TraceRulesSection({ rules }: { rules: Rules }) {
  const may = useMay("admin");
  const save = useVerb("set-trace-rules", { says: () => "Saved" });
  const [texts, setTexts] = useState(
    () =>
      Object.fromEntries(numbers.map((n) => [n.key, textOf(rules[n.key], n.unit)])) as Record<
        Key,
        string
      >,
  );
  const parsed = traceRules.safeParse(
    Object.fromEntries(
      numbers.map((n) => {
        const text = texts[n.key].trim();
        return [n.key, text === "" ? null : Number((Number(text) * n.unit).toPrecision(8))];
      }),
    ),
  );
  const wrong = new Set(parsed.success ? [] : parsed.error.issues.map((i) => i.path[0]));
  const isChanged = parsed.success && JSON.stringify(parsed.data) !== JSON.stringify(rules);
  return (
    <Card
      title="Traces"
      note="failed and slow ones are always kept; counts are of all"
      aside={
        may ? (
          <Button
            size="sm"
            variant="primary"
            disabled={!isChanged || save.isPending}
            onClick={() => parsed.success && save.mutate({ rules: parsed.data })}
          >
            Save
          </Button>
        ) : null
      }
    >
      <div className="grid gap-3 p-3.5 sm:grid-cols-2 lg:grid-cols-3">
        {numbers.map((n) => (
          <Field
            key={n.key}
            label={n.label}
            error={wrong.has(n.key) ? `${n.says}.` : null}
            hint={`${n.says}; usually ${textOf(usualTraceRules[n.key], n.unit) || "empty"}`}
          >
            <Input
              inputMode="decimal"
              value={texts[n.key]}
              disabled={!may}
              onChange={(e) => setTexts({ ...texts, [n.key]: e.target.value })}
            />
          </Field>
        ))}
      </div>
    </Card>
  );
}
