/**
 * Writes the pages of docs/ that come from the registries: docs/detectors.md, docs/checks.md and docs/remedies.md.
 * With --check it writes nothing and fails when a page is not current.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { detectors } from "../lib/detect/detectors/index";
import { checks } from "../lib/diagnose/checks/index";
import { guardrails } from "../lib/remediate/guardrails";
import { remedies } from "../lib/remediate/remedies";

const root = path.resolve(import.meta.dirname, "..");

type Field = {
  title?: string;
  description?: string;
  unit?: string;
  default?: unknown;
  minimum?: number;
  maximum?: number;
  enum?: unknown[];
};

const cell = (text: string) => text.replaceAll("|", "\\|").replaceAll("\n", " ");

function range(field: Field): string {
  if (field.enum) return field.enum.join(", ");
  const { minimum: from, maximum: to } = field;
  const bounded = (n: number | undefined) =>
    n !== undefined && Math.abs(n) < Number.MAX_SAFE_INTEGER;
  if (bounded(from) && bounded(to)) return `${from} to ${to}`;
  if (bounded(from)) return `from ${from}`;
  return bounded(to) ? `up to ${to}` : "";
}

/** One row a parameter: name, meaning, unit, default, range. */
function parameterTable(schema: z.ZodType): string {
  const json = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as {
    properties?: Record<string, Field>;
  };
  const rows = Object.entries(json.properties ?? {}).map(
    ([name, f]) =>
      `| \`${name}\` | ${cell(f.description ?? f.title ?? "")} | ${f.unit ?? ""} | ${cell(JSON.stringify(f.default) ?? "")} | ${cell(range(f))} |`,
  );
  if (rows.length === 0) return "No parameters.";
  return [
    "| parameter | meaning | unit | default | range |",
    "|---|---|---|---|---|",
    ...rows,
  ].join("\n");
}

const pages: Record<string, string> = {
  "docs/detectors.md": [
    "# Detectors",
    "",
    "Written by `npm run docs` from `lib/detect/detectors`. What each does, with formula and paper, is in its file.",
    ...Object.values(detectors).flatMap((d) => [
      "",
      `## ${d.title} (\`${d.name}\`)`,
      "",
      d.suits,
      "",
      parameterTable(d.params),
    ]),
    "",
  ].join("\n"),
  "docs/checks.md": [
    "# Checks",
    "",
    "Written by `npm run docs` from `lib/diagnose/checks`. Runbooks name the checks they run: `docs/runbooks.md`.",
    ...Object.values(checks).flatMap((c) => [
      "",
      `## ${c.title} (\`${c.name}\`)`,
      "",
      c.asks,
      "",
      parameterTable(c.params),
    ]),
    "",
  ].join("\n"),
  "docs/remedies.md": [
    "# Remedies and guardrails",
    "",
    "Written by `npm run docs` from `lib/remediate/remedies` and `lib/remediate/guardrails.ts`. How they work together: `docs/remediation.md`.",
    "",
    "| remedy | does | graded A because |",
    "|---|---|---|",
    ...remedies.map((r) => {
      const step = { service: "SERVICE", target: "TARGET", from: "THIS", to: "THAT" };
      return `| ${r.title} (\`${r.kind}\`) | ${cell(r.does(step))}. | ${cell(r.safe)} |`;
    }),
    "",
    "A guardrail stops a plan altogether, or only its running without a person. Those marked are for pages too, which change nothing in production.",
    "",
    "| guardrail | stops | why | pages |",
    "|---|---|---|---|",
    ...guardrails.map(
      (g) =>
        `| ${g.name} | ${g.stops === "all" ? "everything" : "acting alone"} | ${cell(g.why)} | ${g.always ? "yes" : ""} |`,
    ),
    "",
  ].join("\n"),
};

const stale = Object.entries(pages).filter(([file, text]) => {
  const full = path.join(root, file);
  return !existsSync(full) || readFileSync(full, "utf8") !== text;
});
if (process.argv.includes("--check")) {
  for (const [file] of stale) console.error(`${file} is not current: npm run docs`);
  process.exitCode = stale.length === 0 ? 0 : 1;
} else {
  for (const [file, text] of stale) writeFileSync(path.join(root, file), text);
  console.log(
    stale.length === 0 ? "All current." : `Wrote ${stale.map(([file]) => file).join(", ")}.`,
  );
}
