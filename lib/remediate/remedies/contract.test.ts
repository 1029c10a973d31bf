import { expect, test } from "vitest";
import { digraph } from "@/lib/graph/digraph";
import { type Change, changeKinds } from "@/lib/ingest/model";
import type { GuardFacts } from "../guardrails";
import { makePlan, type PlanInput } from "../make-plan";
import { plan as planSchema, usualLimits } from "../model";
import { planHash } from "../plan-hash";
import { remedies, remedyFor } from "./index";

const now = 1_000_000_000_000;
const minute = 60_000;
const targets = {
  rollback: "pricing",
  "flag-off": "flag:new-tax",
  "config-revert": "config:pricing.POOL",
};

const changeOf = (kind: Change["kind"], over: Partial<Change> = {}): Change => ({
  id: "c1",
  kind,
  service: "pricing",
  from: "v1",
  to: "v2",
  title: "The change",
  author: null,
  link: null,
  source: "api",
  status: "succeeded",
  at: now - 5 * minute,
  finishedAt: now - 5 * minute,
  reversible: true,
  undo: { integration: "deployer", target: "pricing", to: "v1" },
  ...over,
});
const facts: GuardFacts = {
  now,
  killSwitch: { on: false, reason: "", by: "" },
  executorProblem: null,
  current: "v2",
  newestDataAt: now - 20_000,
  cooldownMs: 10 * minute,
  past: [],
  limits: usualLimits,
  underWay: 0,
  traffic: 5,
  brake: null,
};
const graph = digraph([
  { from: "gateway", to: "search" },
  { from: "search", to: "pricing" },
  { from: "pricing", to: "rates-db" },
]);
const input = (change: Change, over: Partial<PlanInput> = {}): PlanInput => ({
  change,
  others: [],
  graph,
  affected: ["pricing", "search"],
  provenForMs: 60 * minute,
  facts,
  ...over,
});

for (const remedy of remedies) {
  const change = changeOf(remedy.undoes, {
    undo: { integration: "deployer", target: targets[remedy.kind], to: "v1" },
  });

  test(`${remedy.kind}: makes a whole plan that leads back, safe when nothing speaks against it`, () => {
    const plan = makePlan(input(change));
    expect(planSchema.parse(plan)).toEqual(plan);
    expect(plan).toMatchObject({
      kind: remedy.kind,
      target: targets[remedy.kind],
      from: "v2",
      to: "v1",
      grade: "A",
      gradeReasons: [remedy.safe],
      blastRadius: ["gateway", "search"],
    });
    expect(plan?.guardrails.every((g) => g.ok)).toBe(true);
    expect(plan?.undo).toContain("from v1 to v2");
  });

  test(`${remedy.kind}: later changes of the service ride along and cost the A`, () => {
    const later = changeOf("config", { id: "c2", at: now - minute, title: "Bigger pool" });
    const plan = makePlan(input(change, { others: [later] }));
    expect(plan).toMatchObject({ grade: "B", ridesAlong: ["Bigger pool"] });
  });

  test(`${remedy.kind}: equal plans have equal hashes, and any other word another one`, () => {
    const plan = makePlan(input(change));
    if (!plan) throw new Error("no plan");
    const mixed = Object.fromEntries(Object.entries(plan).reverse()) as typeof plan;
    expect(planHash(mixed)).toBe(planHash(plan));
    expect(planHash({ ...plan, to: "v0" })).not.toBe(planHash(plan));
    expect(planHash(plan)).toMatch(/^[0-9a-f]{64}$/);
  });
}

test("a change that cannot be undone, or of a kind without a remedy, has no plan", () => {
  expect(makePlan(input(changeOf("deploy", { undo: null })))).toBeNull();
  expect(changeKinds.filter((kind) => !remedyFor(kind))).toEqual([
    "infrastructure",
    "network",
    "database",
  ]);
  expect(makePlan(input(changeOf("database")))).toBeNull();
  expect(makePlan(input(changeOf("deploy", { to: "v1" })))).toBeNull();
});

test("a database change that came with a deploy makes its rollback a C", () => {
  const schema = changeOf("database", { id: "c2", at: now - 20 * minute, title: "Drop column" });
  const plan = makePlan(input(changeOf("deploy"), { others: [schema] }));
  expect(plan).toMatchObject({
    grade: "C",
    ridesAlong: ["Drop column"],
    gradeReasons: ["“Drop column” came with it: pricing v1 may not read the data any more."],
  });
});

test("a version that nobody has seen at work, or hardly, is a B", () => {
  const graded = (provenForMs: number | null) => {
    const plan = makePlan(input(changeOf("deploy"), { provenForMs }));
    return [plan?.grade, plan?.gradeReasons[0]];
  };
  expect(graded(null)).toEqual(["B", "v1 has not been seen running here."]);
  expect(graded(12 * minute)).toEqual(["B", "v1 was seen running for 12 min only."]);
  expect(graded(30 * minute)[0]).toBe("A");
});

test("every guardrail can fail, each with its own reason", () => {
  const failing = (over: Partial<GuardFacts>) =>
    makePlan(input(changeOf("deploy"), { facts: { ...facts, ...over } }))
      ?.guardrails.filter((g) => !g.ok)
      .map((g) => `${g.name}: ${g.says}`);
  const past = {
    id: "r0",
    changeId: "c0",
    service: "pricing",
    state: "executed",
    executedAt: null,
  };
  expect(failing({ killSwitch: { on: true, reason: "Sale today.", by: "Ada" } })).toEqual([
    "Kill switch off: Remedies are stopped by Ada: Sale today.",
  ]);
  expect(failing({ executorProblem: "It is off.", current: null })).toEqual([
    "Executor ready: It is off.",
    "Still the current version: What pricing is at is not known.",
  ]);
  expect(failing({ current: "v3" })).toEqual([
    "Still the current version: pricing is at v3, not at v2.",
  ]);
  expect(failing({ past: [{ ...past, changeId: "c1" }] })).toEqual([
    "Not undone before: This change has been undone once already.",
  ]);
  expect(failing({ past: [{ ...past, state: "executing" }] })).toEqual([
    "Nothing else under way: Another remedy runs on pricing.",
  ]);
  expect(failing({ past: [{ ...past, executedAt: now - 9 * minute }] })).toEqual([
    "Cooldown over: The last remedy on pricing is less than 10 min ago.",
  ]);
  expect(failing({ past: [{ ...past, executedAt: now - 10 * minute }] })).toEqual([]);
  expect(failing({ newestDataAt: now - 91_000 })?.[0]).toMatch(/^Own data fresh: No telemetry/);
  expect(failing({ newestDataAt: null })).toHaveLength(1);
  expect(failing({ brake: "Our own detection is late." })).toEqual([
    "Own detection well: Our own detection is late.",
  ]);
});
