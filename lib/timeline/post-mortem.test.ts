import { expect, test } from "vitest";
import { followUps } from "./follow-ups";
import { postMortem } from "./post-mortem";
import type { PostMortemFacts } from "./post-mortem-facts";

const at = Date.UTC(2026, 10, 23, 9);
const s = 1000;
const facts: PostMortemFacts = {
  name: "S-7",
  title: "pricing fails",
  severity: "critical",
  owner: null,
  services: ["pricing", "search"],
  onsetAt: at,
  detectedOnsetAt: at,
  saidOnset: null,
  openedAt: at + 20 * s,
  acknowledgedAt: at + 50 * s,
  resolvedAt: at + 300 * s,
  resolution: "recovered",
  measures: { detectMs: 20 * s, knowMs: null, resolveMs: 300 * s },
  story: [{ kind: "hypothesis", says: "The deploy did it." }],
  impact: ["About 197 requests failed."],
  suspects: [
    {
      title: "deploy v2",
      state: "confirmed",
      score: 0.97,
      at: at - 10 * s,
      evidence: [
        { says: "few changes break", weight: -2 },
        { says: "a deploy", weight: 0.3 },
        { says: "v2 fails, v1 does not", weight: 3 },
      ],
    },
    { title: "search", state: "none", score: 0.2, at: null, evidence: [] },
  ],
  remedies: [
    {
      title: "Roll back",
      state: "executed",
      proposedAt: at + 30 * s,
      decidedBy: "Ada",
      decidedAt: at + 150 * s,
      executedAt: at + 160 * s,
      reason: null,
      outcome: "recovered",
      ladder: [{ title: "Held", state: "done", says: "30 of 30 s without a relapse." }],
    },
  ],
  findings: [
    { title: "New errors", outcome: "interesting", says: "status 500, 54 times" },
    { title: "Queues", outcome: "inconclusive", says: "too little" },
    { title: "Memory", outcome: "ok", says: "no growth" },
  ],
  timeline: [
    { at, kind: "situation-opened", says: "opened | <script>", who: "Sitroom", pinned: false },
    { at: at + s, kind: "anomaly-joined", says: "line\nbreak", who: "Ada", pinned: false },
  ],
  leftOut: 0,
};
const part = (text: string, title: string) => text.split(`## ${title}\n\n`)[1]?.split("\n\n##")[0];

test("reads from summary to follow-ups, and nothing from outside becomes markup", () => {
  const text = postMortem(facts);
  expect(text.match(/^## .*$/gm)).toEqual(
    [
      "Summary",
      "Impact",
      "Timeline",
      "Cause",
      "What was done",
      "Verification",
      "Metrics",
      "What the checks found",
      "Follow-ups",
      "The whole record",
    ].map((title) => `## ${title}`),
  );
  expect(part(text, "Summary")).toBe(
    "On 2026-11-23 09:00:00 UTC trouble began on pricing, search (critical). It was detected after 20 s. It ended after 5 min by “Roll back”, decided by Ada.\n\n- (believed) The deploy did it.",
  );
  expect(part(text, "Cause")).toBe(
    "**deploy v2**, confirmed, score 0.97:\n\n- v2 fails, v1 does not\n- a deploy\n\nAlso looked at:\n\n- search (0.20)",
  );
  expect(part(text, "What was done")).toBe(
    "- **Roll back**: executed, proposed 2026-11-23 09:00:30, decided by Ada 2026-11-23 09:02:30, executed 2026-11-23 09:02:40",
  );
  expect(part(text, "Verification")).toContain("- Held (done): 30 of 30 s without a relapse.");
  expect(part(text, "Metrics")).toContain(
    "| Time to acknowledge | 30 s |\n| Time to know | not reached |\n| Time to decide | 2 min |",
  );
  expect(part(text, "What the checks found")).toBe(
    "- **New errors**: status 500, 54 times\n- Nothing odd: Memory.\n- Could not tell: Queues.",
  );
  expect(part(text, "The whole record")).toContain(
    "| 2026-11-23 09:00:00 | opened \\| \\<script\\> | Sitroom |\n| 2026-11-23 09:00:01 | line break | Ada |",
  );
});

test("the short timeline has the milestones between change and end, or what was pinned in their place", () => {
  expect(part(postMortem(facts), "Timeline")?.split("\n").slice(2)).toEqual([
    "| 2026-11-23 08:59:50 | Change: deploy v2 | record of changes |",
    "| 2026-11-23 09:00:00 | First anomaly begins | detect |",
    "| 2026-11-23 09:00:00 | opened \\| \\<script\\> | Sitroom |",
  ]);
  const timeline = facts.timeline.map((e, i) => ({ ...e, pinned: i === 1 }));
  expect(
    part(postMortem({ ...facts, timeline }), "Timeline")
      ?.split("\n")
      .slice(4),
  ).toEqual(["| 2026-11-23 09:00:01 | line break | Ada |"]);
});

test("a corrected onset is told with who, why and what was detected", () => {
  const said = { onsetAt: at - 60 * s, saidOnset: { by: "Mira", why: "the desk | called" } };
  const text = postMortem({ ...facts, ...said });
  expect(text).toContain(
    "| Began | 2026-11-23 08:59:00 UTC, corrected by Mira (“the desk \\| called”); detected 2026-11-23 09:00:00 |",
  );
  expect(text).toContain("| 2026-11-23 08:59:00 | Trouble begins | Mira |");
  expect(followUps({ ...facts, ...said })).toContain(
    "It began 60 s before the first anomaly: which signal would have shown it, and is a detector on it?",
  );
});

test("an open situation without anything says so", () => {
  const text = postMortem({
    ...facts,
    resolvedAt: null,
    suspects: [],
    remedies: [],
    findings: [],
    timeline: [],
    leftOut: 12,
  });
  expect(text).toContain("| Resolved | still open |");
  expect(text).toContain("No suspect was found.");
  expect(text).toContain("Nothing was executed that could be verified.");
  expect(text).toContain("The 0 newest entries; 12 before them");
});

test("follow-ups are what the record shows: what to mend, what waited, what could not tell, whom nobody was", () => {
  expect(followUps(facts)).toEqual([
    "Mend what was undone (deploy v2) before it goes out again.",
    "The plan waited 2 min of 5 min for a decision: is the service ready for more autonomy (Policy)?",
    "These checks could not tell: Queues. What do they miss?",
    "Nobody owned this situation: who owns such services?",
  ]);
  const [failed] = facts.remedies.map((r) => ({ ...r, state: "failed", outcome: null }));
  const wrong = facts.remedies.map((r) => ({ ...r, outcome: "no-effect" }));
  const quiet = { ...facts, owner: "Ada", findings: [], suspects: [] };
  expect(followUps({ ...quiet, remedies: [...(failed ? [failed] : []), ...wrong] })).toEqual([
    "No cause is confirmed: confirm or clear the suspects while people remember.",
    "“Roll back” was verified as no-effect: why was it proposed?",
    "“Roll back” could not be executed: mend the way to it.",
  ]);
});
