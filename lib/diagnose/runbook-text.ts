import { isMap, isNode, isPair, isScalar, LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import { type Runbook, runbook } from "./runbook";

/** Something that is wrong with a text, and where; line and column from 1. */
export type TextProblem = { line: number; column: number; says: string };

/** More text than any runbook needs. */
export const mostText = 20_000;

/** "checks.2.params" in words that point at the text. */
const place = (path: readonly PropertyKey[]) =>
  path
    .map((p) => (typeof p === "number" ? `${p + 1}.` : String(p)))
    .join(" ")
    .replace(/\.$/, "");

/** What is wrong, without zod's preamble and with the place in front. */
function words(issue: z.core.$ZodIssue): string {
  const says = issue.message.replace(/^Invalid input: /, "");
  const where = place(issue.path);
  return where === "" ? says : `${where}: ${says}`;
}

/**
 * Reads a runbook from its YAML. Either the runbook, or everything that is wrong with the text and where: what YAML does not
 * understand, fields that there are not, checks and parameters that do not fit.
 */
export function readRunbookText(
  text: string,
): { runbook: Runbook; problems: null } | { runbook: null; problems: TextProblem[] } {
  const wrong = (problems: TextProblem[]) => ({ runbook: null, problems });
  if (text.length > mostText)
    return wrong([{ line: 1, column: 1, says: `It is longer than ${mostText} characters.` }]);
  const lines = new LineCounter();
  const spot = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const doc = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (doc.errors.length > 0)
    return wrong(doc.errors.map((e) => ({ ...spot(e.pos[0]), says: e.message })));
  let value: unknown;
  try {
    value = doc.toJS({ maxAliasCount: 50 });
  } catch (error) {
    return wrong([{ line: 1, column: 1, says: (error as Error).message }]);
  }
  if (!isMap(doc.contents))
    return wrong([
      { line: 1, column: 1, says: "A runbook is fields with values: name, title, when, checks." },
    ]);
  const parsed = runbook.safeParse(value);
  if (parsed.success) return { runbook: parsed.data, problems: null };
  return wrong(
    parsed.error.issues
      .map((issue) => ({ ...spot(offsetOf(doc, issue)), says: words(issue) }))
      .sort((a, b) => a.line - b.line || a.column - b.column),
  );
}

/** Where in the text an issue is: at the key that is not known, at the value, or at what should hold it. */
function offsetOf(doc: ReturnType<typeof parseDocument>, issue: z.core.$ZodIssue): number {
  const path = [...issue.path] as (string | number)[];
  if (issue.code === "unrecognized_keys") {
    const holder = path.length === 0 ? doc.contents : doc.getIn(path, true);
    const pair = isMap(holder)
      ? holder.items.find((i) => isPair(i) && isScalar(i.key) && i.key.value === issue.keys[0])
      : undefined;
    if (pair && isScalar(pair.key)) return pair.key.range?.[0] ?? 0;
  }
  for (; path.length > 0; path.pop()) {
    const node = doc.getIn(path, true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}

/** The first problem as one sentence. */
export const firstProblem = (problems: readonly TextProblem[]): string => {
  const [first] = problems;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : "";
  return first ? `Line ${first.line}, column ${first.column}: ${first.says}${more}` : "";
};
