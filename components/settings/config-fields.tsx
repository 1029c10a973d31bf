"use client";
import type { ConfigField } from "@/lib/integrations/fields";
import { Field } from "../form/field";
import { Input } from "../ui/input";
import { Select } from "../ui/select";
import type { ConfigDraft } from "./prepare-config";

const areaStyle =
  "min-h-20 w-full rounded-md border border-line-strong bg-surface px-2.5 py-1.5 font-mono text-sm";
const shape = { list: "One a line.", map: "One a line: name = value." } as const;

/** The fields of an integration's configuration. */
export function ConfigFields({
  fields,
  draft,
  onChange,
  secret = false,
}: {
  fields: readonly ConfigField[];
  draft: ConfigDraft;
  onChange(draft: ConfigDraft): void;
  /** Tokens: what is typed is not shown */
  secret?: boolean;
}) {
  return fields.map(({ key, title, says, as, options, required }) => {
    const set = (text: string) => onChange({ ...draft, [key]: text });
    const hint = [says, as === "list" || as === "map" ? shape[as] : null].filter(Boolean).join(" ");
    if (as === "choice")
      return (
        <div key={key} className="grid justify-items-start gap-1">
          <span className="text-muted text-sm">{title}</span>
          <Select
            label={title}
            value={draft[key] ?? ""}
            onChange={set}
            options={options.map((value) => ({ value, label: value }))}
          />
          {says ? <p className="text-faint text-sm">{says}</p> : null}
        </div>
      );
    return (
      <Field key={key} label={required ? title : `${title} (optional)`} hint={hint || undefined}>
        {as === "text" ? (
          <Input
            value={draft[key] ?? ""}
            onChange={(e) => set(e.target.value)}
            {...(secret ? { type: "password", autoComplete: "off" } : {})}
          />
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
