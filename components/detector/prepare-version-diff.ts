import { detectors } from "@/lib/detect/detectors";
import { counts, type DetectorSettings } from "@/lib/detect/model";
import { formatSpan } from "@/lib/series/format-span";
import { startDraft } from "./prepare-draft";
import { type Field, paramFields } from "./prepare-fields";

export type Difference = { name: string; from: string; to: string };

const countsMeta = Object.fromEntries(
  Object.entries(counts.shape).map(([name, schema]) => [name, schema.meta()?.title ?? name]),
);

function words(value: unknown, field?: Field): string {
  if (value === null || value === undefined) return "none";
  if (field?.duration && typeof value === "number") return formatSpan(value);
  if (typeof value === "object") return JSON.stringify(value);
  return field?.unit ? `${value} ${field.unit}` : String(value);
}

/** What differs between two versions, in the order of the form; parameters of one algorithm only have one side. */
export function differencesOf(a: DetectorSettings, b: DetectorSettings): Difference[] {
  const [from, to] = [startDraft(a), startDraft(b)];
  const out: Difference[] = [];
  const add = (name: string, x: unknown, y: unknown, field?: Field) => {
    if (JSON.stringify(x) !== JSON.stringify(y))
      out.push({ name, from: words(x, field), to: words(y, field) });
  };
  add("Target", from.target, to.target);
  const title = (algorithm: string) => detectors[algorithm]?.title ?? algorithm;
  add("Algorithm", title(from.algorithm), title(to.algorithm));
  const fields = [...paramFields(from.algorithm), ...paramFields(to.algorithm)];
  for (const field of new Map(fields.map((f) => [f.name, f])).values())
    add(field.title, from.params[field.name], to.params[field.name], field);
  const names = new Set([...Object.keys(from.counts), ...Object.keys(to.counts)]);
  for (const name of names)
    add(
      countsMeta[name] ?? name,
      from.counts[name as keyof DetectorSettings["counts"]],
      to.counts[name as keyof DetectorSettings["counts"]],
    );
  return out;
}
