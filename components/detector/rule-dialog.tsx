"use client";
import { useState } from "react";
import { counts as countsSchema } from "@/lib/detect/model";
import { trainers } from "@/lib/detect/trainers";
import { Field } from "../form/field";
import { useVerb, type ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { Dialog } from "../ui/dialog";
import { Input, Textarea } from "../ui/input";
import { Select } from "../ui/select";
import { CountsForm } from "./counts-form";
import { ParamField } from "./param-field";
import { schemaFields } from "./prepare-fields";
import { RulePlan } from "./rule-plan";
import { useSettled } from "./use-settled";

type Rule = ViewOutput<"detector-rules">["rules"][number];

const names = Object.keys(trainers);

/** Writes a rule; what it would do stands below while it is written. */
export function RuleDialog({
  rule,
  metrics,
  onClose,
}: {
  /** null for a new one */
  rule: Rule | null;
  metrics: readonly string[];
  onClose(): void;
}) {
  const [title, setTitle] = useState(rule?.title ?? "");
  const [target, setTarget] = useState(rule?.target ?? `metric = ${metrics[0] ?? "http.5xx"}`);
  const [trainer, setTrainer] = useState(rule?.trainer ?? { name: names[0] ?? "", params: {} });
  const [counts, setCounts] = useState(rule?.counts ?? countsSchema.parse({ m: 2, n: 3 }));
  const [days, setDays] = useState(rule?.days ?? 28);
  const [follows, setFollows] = useState(rule?.follows ?? true);
  const [trusted, setTrusted] = useState(rule?.trusted ?? false);
  const save = useVerb("save-detector-rule", {
    says: (o) => `Rule "${o.title}" saved; apply it when you like`,
  });
  const wish = {
    title: title.trim().length < 3 ? "New rule" : title,
    target,
    trainer,
    counts,
    days,
  };
  const settled = useSettled(wish, 400);
  const chosen = trainers[trainer.name];
  const fields = chosen ? schemaFields(chosen.params) : [];
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={rule ? "Edit rule" : "New bulk rule"}
      says="Nothing changes until the rule is applied."
      className="w-[min(760px,calc(100vw-24px))]"
      foot={
        <>
          <p aria-live="polite" className="mr-auto self-center text-muted text-sm">
            {title.trim().length < 3 ? "Give it a name of three letters or more." : null}
          </p>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            disabled={save.isPending || title.trim().length < 3}
            onClick={() =>
              save.mutate(
                { ...wish, title, follows, trusted, ...(rule ? { id: rule.id } : {}) },
                { onSuccess: onClose },
              )
            }
          >
            Save rule
          </Button>
        </>
      }
    >
      <div className="grid gap-3">
        <Field label="Name">
          <Input
            value={title}
            maxLength={80}
            placeholder="5xx limits"
            onChange={(e) => setTitle(e.target.value)}
          />
        </Field>
        <Field label="Every series of">
          <Textarea
            value={target}
            rows={2}
            spellCheck={false}
            className="min-h-0 font-mono text-sm"
            onChange={(e) => setTarget(e.target.value)}
          />
        </Field>
        <div className="flex flex-wrap items-center gap-2">
          <span className="text-muted">gets</span>
          <Select
            label="Trainer"
            value={trainer.name}
            options={names.map((n) => ({ value: n, label: trainers[n]?.title ?? n }))}
            onChange={(name) => setTrainer({ name, params: {} })}
          />
          <span className="text-muted">trained on its last</span>
          <Input
            type="number"
            aria-label="Days of history"
            min={1}
            max={28}
            value={days}
            onChange={(e) => {
              const v = e.target.valueAsNumber;
              if (Number.isFinite(v)) setDays(Math.min(28, Math.max(1, Math.round(v))));
            }}
            className="h-[30px] w-16"
          />
          <span className="text-muted">days</span>
        </div>
        {chosen ? <p className="-mt-1 text-muted text-sm">For: {chosen.suits}</p> : null}
        <details>
          <summary className="cursor-pointer text-accent">Trainer and what counts</summary>
          <div className="grid gap-1 pt-2">
            {fields.map((field) => (
              <ParamField
                key={`${trainer.name} ${field.name}`}
                field={field}
                value={trainer.params[field.name] ?? field.fallback}
                live={field.fallback}
                disabled={false}
                onChange={(value) =>
                  setTrainer({ ...trainer, params: { ...trainer.params, [field.name]: value } })
                }
              />
            ))}
            <CountsForm
              counts={counts}
              unit=""
              metrics={metrics}
              disabled={false}
              onChange={setCounts}
            />
          </div>
        </details>
        <Choice
          id="rule-follows"
          checked={follows}
          onChange={setFollows}
          says="Take up series that appear later, every hour"
        />
        <Choice
          id="rule-trusted"
          checked={trusted}
          onChange={setTrusted}
          says="What it makes may page at once; else it records until it is trusted"
        />
        <section aria-label="Dry run" className="grid gap-2 border-line border-t pt-3">
          <h3 className="font-semibold">Dry run</h3>
          <RulePlan wish={{ ...settled, ...(rule ? { id: rule.id } : {}) }} />
        </section>
      </div>
    </Dialog>
  );
}

function Choice({
  id,
  checked,
  says,
  onChange,
}: {
  id: string;
  checked: boolean;
  says: string;
  onChange(on: boolean): void;
}) {
  return (
    <label htmlFor={id} className="flex items-center gap-2">
      <Checkbox id={id} checked={checked} onCheckedChange={(on) => onChange(on === true)} />
      {says}
    </label>
  );
}
