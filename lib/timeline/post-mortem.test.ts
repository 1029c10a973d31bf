import { expect, test } from "vitest";
import { postMortem } from "./post-mortem";

const at = Date.UTC(2026, 10, 23, 9);
const facts = {
  name: "S-7",
  title: "pricing fails",
  severity: "critical",
  owner: null,
  services: ["pricing", "search"],
  onsetAt: at,
  openedAt: at + 20_000,
  resolvedAt: at + 300_000,
  resolution: "recovered",
  measures: { detectMs: 20_000, knowMs: null, resolveMs: 300_000 },
  story: [{ kind: "hypothesis" as const, says: "The deploy did it." }],
  impact: [],
  suspects: [
    { title: "deploy v2", state: "confirmed", score: 0.97, evidence: ["v2 fails, v1 does not"] },
  ],
  remedies: [{ title: "Roll back", state: "executed", decidedBy: "Ada", outcome: "recovered" }],
  findings: [],
  timeline: [
    { at, says: "opened | <script>", who: "Sitroom", pinned: false },
    { at: at + 1000, says: "line\nbreak", who: "Ada", pinned: true },
  ],
};

test("what is known is filled in and nothing from outside becomes markup", () => {
  const text = postMortem(facts);
  expect(text).toContain("# Post-mortem S-7: pricing fails");
  expect(text).toContain("| Time to detect | 20 s |");
  expect(text).toContain("| Time to know | not reached |");
  expect(text).toContain("- (believed) The deploy did it.");
  expect(text).toContain("- **deploy v2**: confirmed, score 0.97\n  - v2 fails, v1 does not");
  expect(text).toContain("- Roll back: executed, decided by Ada, verified as recovered");
  expect(text).toContain("| 2026-11-23 09:00:00 | opened \\| \\<script\\> | Sitroom |");
  expect(text).toContain(
    "## In short\n\n| UTC | What | Who |\n|---|---|---|\n| 2026-11-23 09:00:01 | line break | Ada |",
  );
});

test("an open situation without anything says so", () => {
  const text = postMortem({ ...facts, resolvedAt: null, suspects: [], remedies: [], timeline: [] });
  expect(text).toContain("| Resolved | still open |");
  expect(text).toContain("No suspect was found.");
  expect(text).not.toContain("## In short");
});
