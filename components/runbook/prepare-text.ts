import { isSeq, parseDocument } from "yaml";

type Path = readonly (string | number)[];
const write = (doc: ReturnType<typeof parseDocument>) =>
  doc.toString({ lineWidth: 0, flowCollectionPadding: false });

const isEmpty = (value: unknown) =>
  value === undefined || value === "" || (Array.isArray(value) && value.length === 0);

/**
 * The text with one value set, its comments and everything else kept. An empty value takes its key away, and what holds it when
 * nothing else is left there.
 */
export function setInText(text: string, path: Path, value: unknown): string {
  const doc = parseDocument(text);
  if (!isEmpty(value)) {
    doc.setIn(path, doc.createNode(value));
    return write(doc);
  }
  doc.deleteIn(path);
  for (let above = path.slice(0, -1); above.length > 0; above = above.slice(0, -1)) {
    const rest = doc.getIn(above, true) as { items?: unknown[] } | undefined;
    if (!rest?.items || rest.items.length > 0) break;
    doc.deleteIn(above);
  }
  return write(doc);
}

/** The text with a step more at the end. */
export function addStep(text: string, step: Record<string, unknown>): string {
  const doc = parseDocument(text);
  if (isSeq(doc.get("checks"))) doc.addIn(["checks"], doc.createNode(step));
  else doc.set("checks", doc.createNode([step]));
  return write(doc);
}

/** The text without step `at`. */
export function removeStep(text: string, at: number): string {
  const doc = parseDocument(text);
  doc.deleteIn(["checks", at]);
  return write(doc);
}

/** The text with step `at` in the place of step `to`. */
export function moveStep(text: string, at: number, to: number): string {
  const doc = parseDocument(text);
  const steps = doc.get("checks");
  if (!isSeq(steps)) return text;
  const [step] = steps.items.splice(at, 1);
  if (step !== undefined) steps.items.splice(to, 0, step);
  return write(doc);
}

/** Where a line and column (from 1) are in a text. */
export const offsetAt = (text: string, line: number, column: number): number =>
  text
    .split("\n")
    .slice(0, line - 1)
    .reduce((sum, l) => sum + l.length + 1, 0) +
  column -
  1;

/** What a new runbook begins as. */
export const blank = `name: my-runbook
title: What goes wrong
says: What it is for.
when:
  signals: [errors]
checks:
  - check: first-to-break
  - check: deploy-proximity
`;
