import type { ConfigField } from "@/lib/integrations/fields";

/** A configuration as its form holds it: text for every field. */
export type ConfigDraft = Record<string, string>;

/** The form of a stored configuration; what is absent shows the usual value. */
export function draftOf(fields: readonly ConfigField[], config: unknown): ConfigDraft {
  const stored = (config ?? {}) as Record<string, unknown>;
  return Object.fromEntries(
    fields.map(({ key, usual }) => {
      const value = stored[key];
      if (Array.isArray(value)) return [key, value.join("\n")];
      if (value !== null && typeof value === "object")
        return [
          key,
          Object.entries(value)
            .map(([k, v]) => `${k} = ${v}`)
            .join("\n"),
        ];
      return [key, value === undefined ? usual : String(value)];
    }),
  );
}

const linesOf = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

/** The configuration of a form; an empty field is left out. */
export function configOf(
  fields: readonly ConfigField[],
  draft: ConfigDraft,
): Record<string, unknown> {
  return Object.fromEntries(
    fields.flatMap(({ key, as }): [string, unknown][] => {
      const text = (draft[key] ?? "").trim();
      if (as === "list") return [[key, linesOf(text)]];
      if (as === "map")
        return [
          [
            key,
            Object.fromEntries(
              linesOf(text).map((line) => {
                const [name = "", ...rest] = line.split("=");
                return [name.trim(), rest.join("=").trim()];
              }),
            ),
          ],
        ];
      return text === "" ? [] : [[key, text]];
    }),
  );
}

/** Whether every field that must be filled in is. */
export const isComplete = (fields: readonly ConfigField[], draft: ConfigDraft): boolean =>
  fields.every(({ key, required }) => !required || (draft[key] ?? "").trim() !== "");
