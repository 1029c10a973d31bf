"use client";
import { useId, useState } from "react";
import { Segments } from "../chart/segments";
import { Field } from "../form/field";
import { ScopeField } from "../maintenance/scope-field";
import { useVerb, type ViewOutput } from "../query";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Input } from "../ui/input";
import { Select } from "../ui/select";
import { DerivedPreview } from "./derived-preview";
import {
  definitionOf,
  emptyRecipe,
  type Op,
  opWords,
  type RecipeDraft,
  twoSided,
} from "./prepare-recipe";

const ops = (Object.keys(opWords) as Op[]).map((value) => ({ value, label: opWords[value] }));

/** Makes a metric of others, with what it would have been in the last hours drawn at once. */
export function NewDerived({ data, onClose }: { data: ViewOutput<"derived">; onClose(): void }) {
  const [draft, setDraft] = useState<RecipeDraft>(emptyRecipe);
  const set = (part: Partial<RecipeDraft>) => setDraft((d) => ({ ...d, ...part }));
  const create = useVerb("create-derived-metric", {
    says: (d) => `${d.metric} is made; its history follows`,
  });
  const id = useId();
  const definition = definitionOf(draft);
  const number = (
    label: string,
    key: "everySeconds" | "lateSeconds" | "minB",
    hint: string,
    step = 10,
  ) => (
    <Field label={label} hint={hint}>
      <Input
        type="number"
        min={0}
        step={step}
        value={draft[key]}
        onChange={(e) =>
          !Number.isNaN(e.target.valueAsNumber) && set({ [key]: e.target.valueAsNumber })
        }
      />
    </Field>
  );
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      className="w-[min(760px,calc(100vw-24px))]"
      title="New derived metric"
      says="Computed as points come, stored as any other series: it can be charted and watched. Four weeks of its history are made at once."
      foot={
        <>
          {create.error ? (
            <p role="alert" className="mr-auto max-w-md self-center text-sm text-strong">
              {create.error.message}
            </p>
          ) : null}
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            disabled={!definition || create.isPending}
            onClick={() => definition && create.mutate(definition, { onSuccess: onClose })}
          >
            Create
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        <div className="grid items-start gap-3 sm:grid-cols-[1fr_auto_120px]">
          <Field label="Name" hint="As a metric: letters, digits, dots and underscores">
            <Input
              value={draft.metric}
              maxLength={199}
              spellCheck={false}
              placeholder="checkout.error_ratio"
              onChange={(e) => set({ metric: e.target.value })}
              className="font-mono"
            />
          </Field>
          <div className="grid gap-1">
            <span className="text-muted text-sm">Made as</span>
            <Select
              label="Made as"
              value={draft.op}
              options={ops}
              onChange={(op) => set({ op })}
              className="h-[34px] min-w-44"
            />
          </div>
          <Field label="Unit (optional)">
            <Input
              value={draft.unit}
              maxLength={50}
              onChange={(e) => set({ unit: e.target.value })}
            />
          </Field>
        </div>
        {draft.op === "anomalies" ? (
          <div className="flex flex-wrap items-center gap-2.5">
            <Select
              label="Detector"
              value={draft.detectorId}
              options={data.detectors.map((d) => ({ value: d.id, label: d.title }))}
              onChange={(detectorId) => set({ detectorId })}
              className="min-w-56"
            />
            <Segments
              label="Value"
              value={draft.as}
              options={[
                { value: "flag", label: "0 or 1" },
                { value: "score", label: "Score" },
              ]}
              onChange={(as) => set({ as })}
            />
            <p className="basis-full text-muted text-sm">
              A series for each that it watches. The detector itself can never watch these, nor what
              is made of them.
            </p>
          </div>
        ) : (
          <>
            <ScopeField
              id={`${id}-a`}
              label={twoSided(draft.op) ? "A: the sum of" : "Of these series"}
              value={draft.a}
              onChange={(a) => set({ a })}
              example={
                twoSided(draft.op) ? "metric = http.errors" : "metric = cpu.usage AND pool = web"
              }
            />
            {twoSided(draft.op) ? (
              <ScopeField
                id={`${id}-b`}
                label="B: the sum of"
                value={draft.b}
                onChange={(b) => set({ b })}
                example="metric = http.requests"
              />
            ) : null}
          </>
        )}
        <div className="grid items-start gap-3 sm:grid-cols-4">
          {draft.op === "anomalies" ? null : (
            <Field label="One series for each" hint="Tags; empty: one for all">
              <Input
                value={draft.by}
                spellCheck={false}
                onChange={(e) => set({ by: e.target.value })}
              />
            </Field>
          )}
          {draft.op === "ratio" ? number("B at least", "minB", "Less traffic: no value", 1) : null}
          {number("Every, s", "everySeconds", "Width of a window")}
          {number("Waits, s", "lateSeconds", "For late points")}
        </div>
        <DerivedPreview draft={draft} />
      </div>
    </Dialog>
  );
}
