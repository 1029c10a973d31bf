"use client";
import type { DetectorSettings } from "@/lib/detect/model";
import { ParamField } from "./param-field";
import { completeParams, paramFields } from "./prepare-fields";
import { Token } from "./token";

/** How many alarms a week without any incident an algorithm may give, where it has such a knob. */
export function AlarmsToken({
  settings,
  disabled,
  onChange,
}: {
  settings: DetectorSettings;
  disabled: boolean;
  onChange(settings: DetectorSettings): void;
}) {
  const fields = paramFields(settings.algorithm).filter((f) => f.unit === "per week");
  const [first] = fields;
  if (!first) return null;
  const usual = completeParams(settings.algorithm, {});
  return (
    <>
      , at most{" "}
      <Token
        label="Expected alarms a week"
        says={`≈ ${settings.params[first.name] ?? usual[first.name]} anomalous points a week`}
        disabled={disabled}
      >
        {fields.map((field) => (
          <ParamField
            key={field.name}
            field={field}
            value={settings.params[field.name]}
            live={usual[field.name]}
            disabled={false}
            onChange={(value) =>
              onChange({ ...settings, params: { ...settings.params, [field.name]: value } })
            }
          />
        ))}
      </Token>{" "}
      without an incident
    </>
  );
}
