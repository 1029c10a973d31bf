import { formatSpan } from "../series/format-span";

/** What a post-mortem is written from; times in epoch ms. */
export type PostMortemFacts = {
  name: string;
  title: string;
  severity: string;
  owner: string | null;
  services: readonly string[];
  onsetAt: number;
  openedAt: number;
  resolvedAt: number | null;
  resolution: string | null;
  measures: { detectMs: number | null; knowMs: number | null; resolveMs: number | null };
  story: readonly { kind: "fact" | "hypothesis"; says: string }[];
  impact: readonly string[];
  suspects: readonly { title: string; state: string; score: number; evidence: readonly string[] }[];
  remedies: readonly {
    title: string;
    state: string;
    decidedBy: string | null;
    outcome: string | null;
  }[];
  findings: readonly { title: string; outcome: string; says: string }[];
  /** Oldest first */
  timeline: readonly { at: number; says: string; who: string; pinned: boolean }[];
};

/** Names and sentences come from outside: nothing in them may become markup of the document. */
const plain = (text: string): string =>
  text.replace(/[\r\n]+/g, " ").replace(/[\\`*_{}[\]<>|#]/g, (c) => `\\${c}`);
const utc = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19).replace("T", " ")}`;
const span = (ms: number | null): string => (ms === null ? "not reached" : formatSpan(ms));
const bullets = (lines: readonly string[], none: string): string =>
  lines.length === 0 ? none : lines.map((line) => `- ${line}`).join("\n");

/**
 * The post-mortem of a situation as Markdown: what is known is filled in, what only people know is asked for. Times are
 * UTC. Pinned entries make the short timeline when there are any; all of them follow.
 */
export function postMortem(f: PostMortemFacts): string {
  const entry = (e: PostMortemFacts["timeline"][number]) =>
    `| ${utc(e.at)} | ${plain(e.says)} | ${plain(e.who)} |`;
  const table = (rows: PostMortemFacts["timeline"]) =>
    ["| UTC | What | Who |", "|---|---|---|", ...rows.map(entry)].join("\n");
  const pinned = f.timeline.filter((e) => e.pinned);
  return `# Post-mortem ${f.name}: ${plain(f.title)}

| | |
|---|---|
| Severity | ${plain(f.severity)} |
| Services | ${f.services.map(plain).join(", ")} |
| Owner | ${plain(f.owner ?? "nobody")} |
| Began | ${utc(f.onsetAt)} UTC |
| Opened | ${utc(f.openedAt)} UTC |
| Resolved | ${f.resolvedAt === null ? "still open" : `${utc(f.resolvedAt)} UTC${f.resolution ? `, ${plain(f.resolution)}` : ""}`} |
| Time to detect | ${span(f.measures.detectMs)} |
| Time to know | ${span(f.measures.knowMs)} |
| Time to recover | ${span(f.measures.resolveMs)} |

## What happened

${bullets(
  f.story.map((l) => `${l.kind === "fact" ? "" : "(believed) "}${plain(l.says)}`),
  "Nothing was told.",
)}

## Impact

${bullets(f.impact.map(plain), "No impact was measured.")}

## Cause

${bullets(
  f.suspects.map(
    (s) =>
      `**${plain(s.title)}**: ${s.state}, score ${s.score.toFixed(2)}${s.evidence.map((e) => `\n  - ${plain(e)}`).join("")}`,
  ),
  "No suspect was found.",
)}

## What was done

${bullets(
  f.remedies.map(
    (r) =>
      `${plain(r.title)}: ${r.state}${r.decidedBy ? `, decided by ${plain(r.decidedBy)}` : ""}${r.outcome ? `, verified as ${r.outcome}` : ""}`,
  ),
  "No remedy was proposed.",
)}

## What the checks found

${bullets(
  f.findings.map((c) => `${plain(c.title)} (${c.outcome}): ${plain(c.says)}`),
  "No check ran.",
)}
${pinned.length > 0 ? `\n## In short\n\n${table(pinned)}\n` : ""}
## Timeline

${table(f.timeline)}

## For people to fill in

- What went well?
- What went badly, and where were we lucky?
- What will be changed, by whom, until when?
`;
}
