import { z } from "zod";
import { detectors } from "@/lib/detect/detectors";

/** One parameter as the form shows it; read from the algorithm's own schema. */
export type Field = {
  name: string;
  title: string;
  description: string;
  unit: string | null;
  kind: "number" | "boolean" | "choice";
  whole: boolean;
  /** Milliseconds, written in the largest unit that fits */
  duration: boolean;
  /** May be left empty */
  optional: boolean;
  min: number | null;
  max: number | null;
  /** A slider's step; null where the range is too wide for one */
  step: number | null;
  /** A slider by factors instead of steps: a positive number over several powers of ten */
  log: boolean;
  choices: readonly string[];
  fallback: unknown;
  /** It counts only while these other parameters have these values; null: always */
  when: Readonly<Record<string, unknown>> | null;
};

type Json = {
  type?: string | string[];
  title?: string;
  description?: string;
  unit?: string;
  when?: Record<string, unknown>;
  default?: unknown;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  enum?: string[];
  anyOf?: Json[];
};

/** Bounds beyond this are those of the number type, not of the parameter. */
const huge = 1e15;
const bound = (n: number | undefined) => (n === undefined || Math.abs(n) >= huge ? null : n);

function sliderStep(range: number | null, whole: boolean): number | null {
  if (range === null || range > 500) return null;
  if (whole) return 1;
  return range <= 2 ? 0.01 : range <= 20 ? 0.1 : 0.5;
}

function fieldOf(name: string, json: Json): Field {
  const inner = json.anyOf?.find((x) => x.type !== "null") ?? json;
  const type = Array.isArray(inner.type) ? inner.type.find((x) => x !== "null") : inner.type;
  const min = bound(inner.minimum ?? inner.exclusiveMinimum);
  const max = bound(inner.maximum ?? inner.exclusiveMaximum);
  const whole = type === "integer";
  const range = min === null || max === null ? null : max - min;
  const step = sliderStep(range, whole);
  return {
    name,
    title: json.title ?? name,
    description: json.description ?? "",
    unit: json.unit ?? null,
    kind: inner.enum ? "choice" : type === "boolean" ? "boolean" : "number",
    whole,
    optional:
      (json.anyOf?.some((x) => x.type === "null") ?? false) ||
      (Array.isArray(json.type) && json.type.includes("null")),
    min: inner.exclusiveMinimum !== undefined && step !== null ? (min ?? 0) + step : min,
    max,
    step,
    log: step === null && !whole && inner.exclusiveMinimum === 0 && max !== null && max >= 50,
    duration: name.endsWith("Ms"),
    choices: inner.enum ?? [],
    fallback: json.default,
    when: json.when ?? null,
  };
}

/** The fields of an algorithm's parameters, in the order of its schema; none for an unknown one. */
export function paramFields(algorithm: string): Field[] {
  const detector = detectors[algorithm];
  return detector ? schemaFields(detector.params) : [];
}

/** The fields of any schema of parameters, in its order. */
export function schemaFields(params: z.ZodObject): Field[] {
  const json = z.toJSONSchema(params, { io: "input" }) as { properties?: Record<string, Json> };
  return Object.entries(json.properties ?? {}).map(([name, field]) => fieldOf(name, field));
}

/** Parameters with every field of the algorithm set: what was saved where it fits, the default elsewhere. */
export function completeParams(
  algorithm: string,
  saved: Record<string, unknown>,
): Record<string, unknown> {
  return Object.fromEntries(
    paramFields(algorithm).map((f) => [f.name, f.name in saved ? saved[f.name] : f.fallback]),
  );
}

const units = [
  { name: "d", ms: 86_400_000 },
  { name: "h", ms: 3_600_000 },
  { name: "min", ms: 60_000 },
  { name: "s", ms: 1000 },
] as const;

/** The largest unit of which a duration is a whole number. */
export const durationUnit = (ms: number): { name: string; ms: number } =>
  units.find((u) => ms >= u.ms && ms % u.ms === 0) ?? { name: "ms", ms: 1 };
