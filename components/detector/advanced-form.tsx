"use client";
import type { DetectorSettings } from "@/lib/detect/model";
import { AlgorithmPicker } from "./algorithm-picker";
import { CountsForm } from "./counts-form";
import { ParamField } from "./param-field";
import { completeParams, type Field, paramFields } from "./prepare-fields";
import type { PreviewSeries } from "./preview-head";
import { Section } from "./section";
import { TargetForm } from "./target-form";

/** Every setting, in sections: target, algorithm, its parameters as its schema says, what counts. */
export function AdvancedForm({
  draft,
  live,
  recommended,
  series,
  matched,
  error,
  unit,
  metrics,
  disabled,
  onChange,
  onAlgorithm,
}: {
  draft: DetectorSettings;
  live: DetectorSettings;
  recommended: string;
  series: readonly PreviewSeries[];
  /** How many the target chooses */
  matched: number;
  error: string | null;
  unit: string;
  metrics: readonly string[];
  disabled: boolean;
  onChange(draft: DetectorSettings): void;
  onAlgorithm(algorithm: string): void;
}) {
  const fields = paramFields(draft.algorithm).filter((f) => isInForce(f, draft.params));
  const defaults = completeParams(draft.algorithm, {});
  return (
    <div>
      <Section title="Target" note={error ? "not valid" : `${matched} series`}>
        <TargetForm
          target={draft.target}
          series={series}
          disabled={disabled}
          onChange={(target) => onChange({ ...draft, target })}
        />
      </Section>
      <Section title="Algorithm">
        <AlgorithmPicker
          value={draft.algorithm}
          live={live.algorithm}
          recommended={recommended}
          disabled={disabled}
          onChange={onAlgorithm}
        />
      </Section>
      <Section title="Parameters">
        {fields.map((field) => (
          <ParamField
            key={`${draft.algorithm} ${field.name}`}
            field={field}
            value={draft.params[field.name]}
            live={
              draft.algorithm === live.algorithm ? live.params[field.name] : defaults[field.name]
            }
            disabled={disabled}
            onChange={(value) =>
              onChange({ ...draft, params: { ...draft.params, [field.name]: value } })
            }
          />
        ))}
      </Section>
      <Section title="What counts">
        <CountsForm
          counts={draft.counts}
          unit={unit === "%" ? "(0.01 is 1 %)" : unit}
          metrics={metrics}
          disabled={disabled}
          onChange={(counts) => onChange({ ...draft, counts })}
        />
      </Section>
    </div>
  );
}

/** Whether a field counts with the choices made: some say with which. */
const isInForce = (f: Field, params: Record<string, unknown>): boolean =>
  Object.entries(f.when ?? {}).every(([name, value]) => params[name] === value);
