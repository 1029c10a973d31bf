"use client";
import { useState } from "react";
import { usualLimits } from "@/lib/remediate/model";
import { Field } from "../form/field";
import { useMay } from "../nav/use-shell";
import { useVerb, type ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { Checkbox } from "../ui/checkbox";
import { Input } from "../ui/input";

type Data = ViewOutput<"policy">;

/** Numbers of the form: in which unit they are shown, and what they are in the setting. */
const numbers = [
  { key: "perServiceAndDay", label: "Remedies per service and day", unit: 1, min: 1, max: 100 },
  { key: "atOnce", label: "Remedies at once", unit: 1, min: 1, max: 50 },
  {
    key: "blastRadius",
    label: "Dependent services at most, to act alone",
    unit: 1,
    min: 0,
    max: 10_000,
  },
  {
    key: "minTraffic",
    label: "Requests per second at least, to act alone",
    unit: 1,
    min: 0,
    max: 1e6,
  },
  { key: "vetoMs", label: "Countdown, seconds", unit: 1000, min: 5, max: 3600 },
  { key: "autoBar", label: "Suspect's score at least, to act alone", unit: 1, min: 0.5, max: 1 },
] as const;
const grades = ["A", "B", "C"] as const;

/** The numbers behind the guardrails. Nothing is saved without a reason. */
export function LimitsForm({ data }: { data: Data }) {
  const may = useMay("editor");
  const save = useVerb("set-remedy-limits", { says: () => "Guardrails saved" });
  const [texts, setTexts] = useState(() =>
    Object.fromEntries(numbers.map((n) => [n.key, String(data.limits[n.key] / n.unit)])),
  );
  const [two, setTwo] = useState<readonly ("A" | "B" | "C")[]>(data.limits.twoPersons);
  const [reason, setReason] = useState("");
  const problemOf = (n: (typeof numbers)[number]) => {
    const value = Number(texts[n.key]);
    return texts[n.key]?.trim() === "" || !(value >= n.min && value <= n.max)
      ? `From ${n.min} to ${n.max}.`
      : null;
  };
  const changed =
    numbers.some((n) => Number(texts[n.key]) * n.unit !== data.limits[n.key]) ||
    two.toSorted().join() !== data.limits.twoPersons.toSorted().join();
  const wrong = numbers.some((n) => problemOf(n) !== null);
  return (
    <Card title="Limits">
      <div className="grid gap-3 p-3.5">
        {numbers.map((n) => (
          <Field
            key={n.key}
            label={n.label}
            error={problemOf(n)}
            hint={
              Number(texts[n.key]) * n.unit === usualLimits[n.key]
                ? undefined
                : `Usually ${usualLimits[n.key] / n.unit}`
            }
          >
            <Input
              inputMode="decimal"
              value={texts[n.key] ?? ""}
              disabled={!may}
              onChange={(e) => setTexts({ ...texts, [n.key]: e.target.value })}
            />
          </Field>
        ))}
        <fieldset className="grid gap-1.5">
          <legend className="mb-1 text-muted text-sm">Two people must say yes to grade</legend>
          <div className="flex gap-4">
            {grades.map((grade) => (
              <span key={grade} className="flex items-center gap-2">
                <Checkbox
                  id={`two-${grade}`}
                  checked={two.includes(grade)}
                  disabled={!may}
                  onCheckedChange={(on) =>
                    setTwo(on === true ? [...two, grade] : two.filter((g) => g !== grade))
                  }
                />
                <label htmlFor={`two-${grade}`}>{grade}</label>
              </span>
            ))}
          </div>
        </fieldset>
        {may && changed ? (
          <>
            <Field label="Reason" hint="At least three characters; it stands on the timeline.">
              <Input value={reason} maxLength={500} onChange={(e) => setReason(e.target.value)} />
            </Field>
            <Button
              variant="primary"
              className="justify-self-start"
              disabled={wrong || reason.trim().length < 3 || save.isPending}
              onClick={() =>
                save.mutate({
                  ...Object.fromEntries(numbers.map((n) => [n.key, Number(texts[n.key]) * n.unit])),
                  twoPersons: [...two],
                  reason: reason.trim(),
                })
              }
            >
              Save limits
            </Button>
          </>
        ) : may ? null : (
          <p className="text-muted text-sm">Your role may look; an editor sets limits.</p>
        )}
      </div>
    </Card>
  );
}
