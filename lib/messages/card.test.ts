import { expect, test } from "vitest";
import { buttonsOf, type CardFacts, cardOf } from "./card";

const at = Date.UTC(2026, 10, 28, 12);
const plan = {
  kind: "rollback" as const,
  changeId: "c",
  instance: null,
  service: "pricing",
  integration: "deployer",
  target: "pricing",
  from: "v2",
  to: "v1",
  ridesAlong: [],
  migrations: [],
  grade: "A" as const,
  gradeReasons: [],
  blastRadius: [],
  expectedEffect: "",
  undo: "",
  dryRun: [],
  guardrails: [{ name: "No freeze", ok: true, says: "", stops: "all" as const }],
};
const facts: CardFacts = {
  situationId: 7,
  name: "S-7",
  title: "pricing fails",
  severity: "critical",
  status: "open",
  owner: null,
  services: ["pricing", "gateway"],
  onsetAt: at,
  openedAt: at + 10_000,
  resolvedAt: null,
  impact: { entry: "gateway", failingRatio: 0.117, usualRatio: 0.004, requestsLost: 120.4 },
  suspects: [
    { title: "search v9", score: 0.99, veto: "came later", state: "none" },
    { title: "pricing v2", score: 0.97, veto: null, state: "suspect" },
  ],
  next: { says: "Approve rollback" },
  story: [{ says: "pricing broke first." }, { says: "12 % fail." }],
  remedies: [
    {
      id: "r1",
      state: "proposed",
      plan,
      planHash: "a".repeat(64),
      expiresAt: at + 600_000,
      level: "ask",
    },
  ],
  members: [
    { seriesId: 1, endedAt: null },
    { seriesId: 1, endedAt: null },
    { seriesId: 2, endedAt: at },
  ],
};
const deeds = (over: Partial<CardFacts>, now = at) =>
  buttonsOf({ ...facts, ...over }, now).map((b) => b.deed);

test("a card says what is felt, who is suspected and what comes next", () => {
  expect(cardOf(facts, "https://s.example", [])).toMatchObject({
    now: "pricing broke first. 12 % fail.",
    impact: "12 % of requests to gateway fail, 0.4 % is usual; 120 lost so far",
    suspect: "pricing v2 (0.97)",
    next: "Approve rollback",
    url: "https://s.example/situations/7",
  });
  const quiet = { ...facts.impact, failingRatio: 0.003 };
  expect(cardOf({ ...facts, impact: quiet }, "", []).impact).toBe(
    "no more requests to gateway fail than usual (0.3 %); 120 lost so far",
  );
  const nothing = { entry: null, failingRatio: null, usualRatio: null, requestsLost: null };
  const bare = cardOf({ ...facts, impact: nothing, suspects: [], story: [] }, "", []);
  expect([bare.impact, bare.suspect, bare.now]).toEqual(["not measured", null, "pricing fails"]);
});

test("a resolved one says how long it took and has no buttons", () => {
  const over = { ...facts, status: "resolved" as const, resolvedAt: at + 130_000 };
  expect(cardOf(over, "", []).now).toBe("Resolved after 2 min. pricing broke first. 12 % fail.");
  expect(cardOf(over, "", []).impact).toContain("failed at the end");
  expect(buttonsOf(over, at)).toEqual([]);
});

test("approve carries the plan that the card shows and asks before; it is not there when it would be refused", () => {
  const [approve] = buttonsOf(facts, at);
  expect(approve).toEqual({
    deed: "approve",
    label: "Approve",
    input: { remedyId: "r1", planHash: "a".repeat(64) },
    confirm: "Roll pricing back to v1: v2 → v1. Grade A, plan aaaaaaaa.",
  });
  expect(deeds({})).toEqual([
    "approve",
    "reject",
    "acknowledge",
    "assign",
    "run-checks",
    "silence",
  ]);
  expect(deeds({ status: "acknowledged" }, at + 600_000)).toEqual([
    "assign",
    "run-checks",
    "silence",
  ]);
  const [remedy] = facts.remedies;
  if (!remedy) throw new Error("no remedy");
  const stopped = {
    ...plan,
    guardrails: [{ name: "x", ok: false, says: "", stops: "all" as const }],
  };
  expect(deeds({ remedies: [{ ...remedy, plan: stopped }] })[0]).toBe("reject");
  expect(deeds({ remedies: [{ ...remedy, level: "hint" }] })[0]).toBe("reject");
});

test("silence is for the signals that are out of range now, each once", () => {
  const silence = buttonsOf(facts, at).find((b) => b.deed === "silence");
  expect(silence).toMatchObject({
    input: { series: [1] },
    confirm: "One signal of S-7 will page nobody for an hour.",
  });
  expect(deeds({ members: [] })).not.toContain("silence");
});
