import { expect, test } from "vitest";
import { storyOf } from "./situation-story";

const facts = {
  spread: [
    { service: "pricing", at: 100_000 },
    { service: "details", at: 125_000 },
    { service: "search", at: 140_000 },
  ],
  suspects: [
    {
      title: "pricing v2.14.0",
      service: "pricing",
      kind: "change" as const,
      score: 0.86,
      veto: null,
      state: "suspect",
      at: 58_000,
      evidence: [
        { says: "On the path of 3 of 3 services", weight: 1 },
        { says: "v2.14.0 fails 9.1× as often.", weight: 2 },
      ],
    },
  ],
  impact: { entry: "gateway", failingRatio: 0.112, usualRatio: 0.004 },
  resolved: false,
  diagnosed: true,
};

test("what is measured is a fact, who did it a hypothesis", () => {
  expect(storyOf(facts)).toEqual([
    {
      kind: "fact",
      says: "pricing broke first 42 s after pricing v2.14.0; details (+25 s) and search (+40 s) followed.",
    },
    { kind: "fact", says: "11 % of requests to gateway fail; 0.4 % is usual." },
    { kind: "hypothesis", says: "pricing v2.14.0 is the cause: v2.14.0 fails 9.1× as often." },
  ]);
});

test("a confirmed cause is a fact", () => {
  const suspects = facts.suspects.map((s) => ({ ...s, state: "confirmed" }));
  expect(storyOf({ ...facts, suspects }).at(-1)).toEqual({
    kind: "fact",
    says: "pricing v2.14.0 was the cause: v2.14.0 fails 9.1× as often.",
  });
});

test("where every suspect is vetoed it says that no change is guilty", () => {
  const suspects = facts.suspects.map((s) => ({ ...s, veto: "it came later" }));
  expect(storyOf({ ...facts, suspects }).at(-1)?.says).toMatch(/^No change is guilty/);
});

test("services that broke together are not put in an order", () => {
  const spread = facts.spread.map((s, i) => ({ ...s, at: facts.spread[0]?.at ?? 0 + i }));
  expect(storyOf({ ...facts, spread })[0]?.says).toBe(
    "pricing broke first 42 s after pricing v2.14.0, details and search with it.",
  );
});
