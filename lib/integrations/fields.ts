import { z } from "zod";

/** One field of an integration's configuration, as a form shows it. */
export type ConfigField = {
  key: string;
  title: string;
  says: string | null;
  required: boolean;
  /** text: one line. lines: many. list: one entry a line. map: one `key = value` a line. */
  /** choice: one of `options`. */
  as: "text" | "lines" | "list" | "map" | "choice";
  options: readonly string[];
  /** In the words of the form; empty when there is none */
  usual: string;
};

type Json = {
  properties?: Record<
    string,
    {
      type?: string;
      title?: string;
      description?: string;
      default?: unknown;
      lines?: number;
      enum?: string[];
    }
  >;
  required?: string[];
};

/** The fields of a configuration schema, whose properties carry a title and where needed a description in .meta(). */
export function fieldsOf(config: z.ZodType): ConfigField[] {
  const json = z.toJSONSchema(config, { io: "input" }) as Json;
  return Object.entries(json.properties ?? {}).map(([key, field]) => ({
    key,
    title: field.title ?? key,
    says: field.description ?? null,
    required: json.required?.includes(key) ?? false,
    options: field.enum ?? [],
    as: field.enum
      ? "choice"
      : field.type === "array"
        ? "list"
        : field.type === "object"
          ? "map"
          : field.lines === undefined
            ? "text"
            : "lines",
    usual: ["string", "number"].includes(typeof field.default) ? String(field.default) : "",
  }));
}
