import { type RedactionRules, redactionRules } from "@/lib/ingest/model";

/** The rules as their form holds them; names one to a line. */
export type RedactionDraft = Omit<RedactionRules, "names"> & { names: string };

export const redactionDraft = (rules: RedactionRules): RedactionDraft => ({
  ...rules,
  patterns: [...rules.patterns],
  names: rules.names.join("\n"),
});

/** The rules of a draft, or what is wrong with it: by the index of a pattern, or of the names. */
export function redactionOf(
  draft: RedactionDraft,
):
  | { rules: RedactionRules; names: null; patterns: Record<number, string> }
  | { rules: null; names: string | null; patterns: Record<number, string> } {
  const names = draft.names
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const parsed = redactionRules.safeParse({ ...draft, names });
  if (parsed.success) return { rules: parsed.data, names: null, patterns: {} };
  const patterns: Record<number, string> = {};
  let wrongNames: string | null = null;
  for (const { path, message } of parsed.error.issues) {
    const [field, index, part] = path;
    if (field === "names") wrongNames = "At most 50 names of 100 characters.";
    if (field === "patterns" && typeof index === "number")
      patterns[index] =
        part === "name" ? "Give it a name of at most 40 characters." : `It ${message}.`;
  }
  return { rules: null, names: wrongNames, patterns };
}
