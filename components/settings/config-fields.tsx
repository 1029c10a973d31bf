"use client";
import type { ConfigField } from "@/lib/integrations/fields";
import { Field } from "../form/field";
import { Input } from "../ui/input";
import type { ConfigDraft } from "./prepare-config";

const areaStyle =
  "min-h-20 w-full rounded-md border border-line-strong bg-surface px-2.5 py-1.5 font-mono text-sm";
const shape = { list: "One a line.", map: "One a line: name = value." } as const;

/** The fields of an integration's configuration. */
export function ConfigFields({
  fields,
  draft,
  onChange,
}: {
  fields: readonly ConfigField[];
  draft: ConfigDraft;
  onChange(draft: ConfigDraft): void;
}) {
  return fields.map(({ key, title, says, as, required }) => {
    const set = (text: string) => onChange({ ...draft, [key]: text });
    const hint = [says, as === "list" || as === "map" ? shape[as] : null].filter(Boolean).join(" ");
    return (
      <Field key={key} label={required ? title : `${title} (optional)`} hint={hint || undefined}>
        {as === "text" ? (
          <Input value={draft[key] ?? ""} onChange={(e) => set(e.target.value)} />
        ) : (
          <textarea
            className={areaStyle}
            value={draft[key] ?? ""}
            spellCheck={false}
            onChange={(e) => set(e.target.value)}
          />
        )}
      </Field>
    );
  });
}
