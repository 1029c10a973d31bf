import { formatSpan } from "../series/format-span";
import { followUps } from "./follow-ups";
import type { PostMortemFacts } from "./post-mortem-facts";

/** Names and sentences come from outside: nothing in them may become markup of the document. */
const plain = (text: string): string =>
  text.replace(/[\r\n]+/g, " ").replace(/[\\`*_{}[\]<>|#]/g, (c) => `\\${c}`);
const utc = (ms: number): string => new Date(ms).toISOString().slice(0, 19).replace("T", " ");
const span = (ms: number | null): string => (ms === null ? "not reached" : formatSpan(ms));
const bullets = (lines: readonly string[], none: string): string =>
  lines.length === 0 ? none : lines.map((line) => `- ${line}`).join("\n");

/** Evidence that is worth reading of the first suspect. */
const mostEvidence = 6;
const best = (s: PostMortemFacts["suspects"][number]): string[] =>
  s.evidence
    .filter((e) => e.weight > 0)
    .toSorted((a, b) => b.weight - a.weight)
    .slice(0, mostEvidence)
    .map((e) => e.says);

/** What makes the short timeline as long as nobody has pinned anything. */
const told =
  /^(situation-(opened|reopened|resolved|cleared)|remedy-(proposed|first-approval|approved|rejected|vetoed|held|armed|executed|failed)|verified-.*|suspect-confirmed|judge-suspect|correct-onset|acknowledge-situation|assign-situation|comment-situation|merge-situations|split-situation)$/;

type Row = { at: number; says: string; who: string };
const table = (rows: readonly Row[]): string =>
  [
    "| UTC | What | Who |",
    "|---|---|---|",
    ...rows.map((e) => `| ${utc(e.at)} | ${plain(e.says)} | ${plain(e.who)} |`),
  ].join("\n");

/** The short timeline: what was pinned, else what usually matters; with the beginning and the suspected change in it. */
function shortRows(f: PostMortemFacts): Row[] {
  const pinned = f.timeline.filter((e) => e.pinned);
  const chosen = pinned.length > 0 ? pinned : f.timeline.filter((e) => told.test(e.kind));
  const change = f.suspects.find((s) => s.state !== "cleared" && s.at !== null);
  const marks: Row[] = [
    ...(change?.at != null
      ? [{ at: change.at, says: `Change: ${change.title}`, who: "record of changes" }]
      : []),
    {
      at: f.onsetAt,
      says: f.saidOnset ? "Trouble begins" : "First anomaly begins",
      who: f.saidOnset?.by ?? "detect",
    },
  ];
  return [...marks, ...chosen].toSorted((a, b) => a.at - b.at);
}

function summary(f: PostMortemFacts): string {
  const { detectMs, knowMs, resolveMs } = f.measures;
  const helped = f.remedies.find((r) => r.outcome === "recovered");
  const sentences = [
    `On ${utc(f.onsetAt)} UTC trouble began on ${f.services.map(plain).join(", ")} (${plain(f.severity)}).`,
    detectMs === null ? "" : `It was detected after ${formatSpan(detectMs)}.`,
    knowMs === null ? "" : `The right remedy was proposed ${formatSpan(knowMs)} later.`,
    f.resolvedAt === null
      ? "It is still open."
      : `It ended after ${span(resolveMs)}${helped ? ` by “${plain(helped.title)}”${helped.decidedBy ? `, decided by ${plain(helped.decidedBy)}` : ""}` : f.resolution === "by-hand" ? ", closed by hand" : f.resolution === "cleared" ? " by itself" : ""}.`,
  ];
  return sentences.filter(Boolean).join(" ");
}

function causes(f: PostMortemFacts): string {
  const [first, ...others] = f.suspects;
  if (!first) return "No suspect was found.";
  const sure = first.state === "confirmed" ? "confirmed" : "not confirmed";
  const more = others.map((s) => {
    const [why] = best(s);
    return `${plain(s.title)} (${s.score.toFixed(2)})${why ? `: ${plain(why)}` : ""}`;
  });
  return `**${plain(first.title)}**, ${sure}, score ${first.score.toFixed(2)}:

${bullets(best(first).map(plain), "No evidence was kept.")}
${more.length > 0 ? `\nAlso looked at:\n\n${bullets(more, "")}\n` : ""}`.trimEnd();
}

const deed = (r: PostMortemFacts["remedies"][number]): string =>
  [
    `**${plain(r.title)}**: ${r.state}`,
    `proposed ${utc(r.proposedAt)}`,
    ...(r.decidedBy
      ? [`decided by ${plain(r.decidedBy)}${r.decidedAt === null ? "" : ` ${utc(r.decidedAt)}`}`]
      : []),
    ...(r.executedAt === null ? [] : [`executed ${utc(r.executedAt)}`]),
  ].join(", ") + (r.reason ? `. Reason: ${plain(r.reason)}` : "");

function verifications(f: PostMortemFacts): string {
  const judged = f.remedies.filter((r) => r.ladder.length > 0);
  if (judged.length === 0) return "Nothing was executed that could be verified.";
  return judged
    .map(
      (r) =>
        `**${plain(r.title)}**: ${r.outcome ?? "not judged yet"}\n\n${bullets(
          r.ladder.map((rung) => `${plain(rung.title)} (${rung.state}): ${plain(rung.says)}`),
          "",
        )}`,
    )
    .join("\n\n");
}

function checks(f: PostMortemFacts): string {
  const named = (...outcomes: string[]) =>
    f.findings.filter((c) => outcomes.includes(c.outcome)).map((c) => plain(c.title));
  const telling = f.findings.filter((c) => c.outcome === "interesting");
  const rest = (words: string, titles: readonly string[]) =>
    titles.length > 0 ? [`${words}: ${titles.join(", ")}.`] : [];
  return bullets(
    [
      ...telling.map((c) => `**${plain(c.title)}**: ${plain(c.says)}`),
      ...rest("Nothing odd", named("ok")),
      ...rest("Could not tell", named("inconclusive", "error")),
      ...rest("Did not apply", named("skipped")),
    ],
    "No check ran.",
  );
}

function metrics(f: PostMortemFacts): string {
  const helped = f.remedies.find((r) => r.outcome === "recovered");
  const rows: (readonly [string, string])[] = [
    ["Time to detect", span(f.measures.detectMs)],
    ["Time to acknowledge", span(f.acknowledgedAt === null ? null : f.acknowledgedAt - f.openedAt)],
    ["Time to know", span(f.measures.knowMs)],
    [
      "Time to decide",
      span(helped?.decidedAt == null ? null : helped.decidedAt - helped.proposedAt),
    ],
    ["Time to recover", span(f.measures.resolveMs)],
  ];
  return ["| | |", "|---|---|", ...rows.map(([name, value]) => `| ${name} | ${value} |`)].join(
    "\n",
  );
}

/**
 * The post-mortem of a situation as Markdown: what is known is filled in, what only people know is asked for. Times are
 * UTC. Pinned entries make the short timeline; without any the usual milestones do. The whole record follows at the end.
 */
export function postMortem(f: PostMortemFacts): string {
  const onset = f.saidOnset
    ? `, corrected by ${plain(f.saidOnset.by)} (“${plain(f.saidOnset.why)}”); detected ${utc(f.detectedOnsetAt)}`
    : "";
  const end =
    f.resolvedAt === null
      ? "still open"
      : `${utc(f.resolvedAt)} UTC${f.resolution ? `, ${plain(f.resolution)}` : ""}`;
  return `# Post-mortem ${f.name}: ${plain(f.title)}

| | |
|---|---|
| Severity | ${plain(f.severity)} |
| Services | ${f.services.map(plain).join(", ")} |
| Owner | ${plain(f.owner ?? "nobody")} |
| Began | ${utc(f.onsetAt)} UTC${onset} |
| Opened | ${utc(f.openedAt)} UTC |
| Resolved | ${end} |

## Summary

${summary(f)}

${bullets(
  f.story.map((l) => `${l.kind === "fact" ? "" : "(believed) "}${plain(l.says)}`),
  "Nothing more was told.",
)}

## Impact

${bullets(f.impact.map(plain), "No impact was measured.")}

## Timeline

${table(shortRows(f))}

## Cause

${causes(f)}

## What was done

${bullets(f.remedies.map(deed), "No remedy was proposed.")}

## Verification

${verifications(f)}

## Metrics

${metrics(f)}

## What the checks found

${checks(f)}

## Follow-ups

${[...followUps(f).map(plain), "What went well, what went badly, and where were we lucky?", "What will be changed, by whom, until when?"].map((line) => `- [ ] ${line}`).join("\n")}

## The whole record

${f.leftOut > 0 ? `The ${f.timeline.length} newest entries; ${f.leftOut} before them are on the situation's timeline.\n\n` : ""}${table(f.timeline)}
`;
}
