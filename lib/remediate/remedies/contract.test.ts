import { expect, test } from "vitest";
import { digraph } from "@/lib/graph/digraph";
import { type Change, changeKinds } from "@/lib/ingest/model";
import type { GuardFacts } from "../guardrails";
import { makePlan, type PlanInput } from "../make-plan";
import { type Plan, plan as planSchema, usualLimits } from "../model";
import { planHash } from "../plan-hash";
import type { Cause, ChangeCause, InstanceCause } from "../remedy";
import { remedies, remedyFor } from "./index";

const now = 1_000_000_000_000;
const minute = 60_000;

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
const changed = (change: Change, over: Partial<ChangeCause> = {}): ChangeCause => ({
  kind: "change",
  change,
  others: [],
  provenForMs: 60 * minute,
  left: null,
  owners: ["Checkout"],
  ...over,
});
const sick = (over: Partial<InstanceCause> = {}): InstanceCause => ({
  kind: "instance",
  service: "pricing",
  instance: "pricing-2",
  siblings: 1,
  way: { integration: "deployer", target: "instance:pricing-2" },
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
const input = (cause: Cause, over: Partial<PlanInput> = {}): PlanInput => ({
  cause,
  graph,
  affected: ["pricing", "search"],
  dryRun: ["It would."],
  facts,
  ...over,
});
const undo = (target: string) => ({ undo: { integration: "deployer", target, to: "v1" } });

/** What each remedy is for, and how its plan leads from what to what. */
const cases: Record<Plan["kind"], { cause: Cause; plan: Partial<Plan> }> = {
  rollback: {
    cause: changed(changeOf("deploy")),
    plan: { target: "pricing", from: "v2", to: "v1", undo: "Roll pricing back from v1 to v2" },
  },
  "flag-off": {
    cause: changed(changeOf("flag", undo("flag:new-tax"))),
    plan: { from: "v2", to: "v1", undo: "Switch flag new-tax back from v1 to v2" },
  },
  "config-revert": {
    cause: changed(changeOf("config", undo("config:pricing.POOL"))),
    plan: { from: "v2", to: "v1", undo: "Set pricing.POOL back from v1 to v2" },
  },
  "restart-instance": {
    cause: sick(),
    plan: { target: "instance:pricing-2", changeId: null, instance: "pricing pricing-2" },
  },
  "roll-forward": {
    cause: changed(changeOf("database", { undo: null, author: "Lena" })),
    plan: { target: "Checkout", from: "v2", blastRadius: [] },
  },
};

for (const remedy of remedies) {
  const { cause, plan: expected } = cases[remedy.kind];

  test(`${remedy.kind}: makes a whole plan for its cause, safe when nothing speaks against it`, () => {
    expect(remedyFor(cause)).toBe(remedy);
    const plan = makePlan(input(cause));
    expect(planSchema.parse(plan)).toEqual(plan);
    expect(plan).toMatchObject({
      kind: remedy.kind,
      service: "pricing",
      grade: "A",
      gradeReasons: [remedy.safe],
      blastRadius: ["gateway", "search"],
      ...expected,
    });
    expect(plan?.guardrails.length).toBeGreaterThan(3);
    expect(plan?.guardrails.every((g) => g.ok)).toBe(true);
    for (const words of [plan?.undo, plan?.expectedEffect, plan && remedy.does(plan)])
      expect(words).toMatch(/^\p{Lu}.{20,}/u);
  });

  test(`${remedy.kind}: equal plans have equal hashes, and any other word another one`, () => {
    const plan = makePlan(input(cause));
    if (!plan) throw new Error("no plan");
    const mixed = Object.fromEntries(Object.entries(plan).reverse()) as typeof plan;
    expect(planHash(mixed)).toBe(planHash(plan));
    expect(planHash({ ...plan, to: "v0" })).not.toBe(planHash(plan));
    expect(planHash(plan)).toMatch(/^[0-9a-f]{64}$/);
  });

  test(`${remedy.kind}: is not done twice about one cause`, () => {
    const plan = makePlan(input(cause));
    if (!plan) throw new Error("no plan");
    const { kind, changeId, instance, service } = plan;
    const done = { id: "r0", kind, changeId, instance, service, state: "executed" };
    const past = [{ ...done, executedAt: now - 60 * minute }];
    expect(
      makePlan(input(cause, { facts: { ...facts, past } }))?.guardrails.find(
        (g) => g.name === "Not undone before",
      ),
    ).toMatchObject({ ok: false, stops: "all", says: expect.stringContaining("once already") });
  });
}

for (const kind of ["rollback", "flag-off", "config-revert"] as const)
  test(`${kind}: later changes of the service ride along and cost the A`, () => {
    const later = changeOf("config", { id: "c2", at: now - minute, title: "Bigger pool" });
    const cause = { ...(cases[kind].cause as ChangeCause), others: [later] };
    expect(makePlan(input(cause))).toMatchObject({ grade: "B", ridesAlong: ["Bigger pool"] });
  });

test("a change that cannot be undone, or of a kind that nothing undoes, is its owner's", () => {
  const paged = (change: Change, over: Partial<ChangeCause> = {}) => {
    const plan = makePlan(input(changed(change, over)));
    return [plan?.kind, plan?.target, ...(plan?.ridesAlong ?? [])];
  };
  expect(paged(changeOf("deploy", { undo: null, author: "Lena" }))).toEqual([
    "roll-forward",
    "Checkout",
    "“The change” does not say how it is undone. Lena made it.",
  ]);
  expect(changeKinds.filter((kind) => paged(changeOf(kind))[0] === "roll-forward")).toEqual([
    "infrastructure",
    "network",
    "database",
  ]);
  expect(paged(changeOf("network"), { owners: [] })).toEqual([
    "roll-forward",
    "the owner",
    "There is no remedy for a change of kind network.",
  ]);
  expect(
    paged(changeOf("deploy"), { left: "Ada wants it fixed forward.", owners: ["A", "B"] }),
  ).toEqual(["roll-forward", "A and B", "Ada wants it fixed forward."]);
});

test("what is as it was before the change has no plan: there is nothing left to undo", () => {
  expect(makePlan(input(changed(changeOf("deploy", { to: "v1" }))))).toBeNull();
});

test("an instance without anybody who restarts it has no plan; alone it is a B; one that is not known is blocked", () => {
  expect(makePlan(input(sick({ way: null })))).toBeNull();
  expect(makePlan(input(sick({ siblings: 0 })))).toMatchObject({
    grade: "B",
    gradeReasons: ["pricing has no other instance: nobody answers while it starts."],
  });
  const unknown = makePlan(input(sick(), { facts: { ...facts, current: null } }));
  expect(unknown?.guardrails.filter((g) => !g.ok).map((g) => g.says)).toEqual([
    "What instance:pricing-2 is at is not known.",
  ]);
});

test("a page is held by no guardrail of production, and is in no other remedy's way", () => {
  const page = cases["roll-forward"].cause;
  const past = { id: "r0", kind: "rollback", changeId: "c0", instance: null, service: "pricing" };
  const busy = [{ ...past, state: "executing", executedAt: null }];
  const stopped = { on: true, reason: "Sale.", by: "Ada" };
  const names = makePlan(
    input(page, { facts: { ...facts, past: busy, killSwitch: stopped, traffic: null } }),
  )?.guardrails.map((g) => [g.name, g.ok]);
  expect(names).toEqual([
    ["Executor ready", true],
    ["Not undone before", true],
    ["Own data fresh", true],
    ["Own detection well", true],
  ]);
  const paged = [{ ...past, kind: "roll-forward", state: "executed", executedAt: now - minute }];
  const after = makePlan(input(cases.rollback.cause, { facts: { ...facts, past: paged } }));
  expect(after?.guardrails.every((g) => g.ok)).toBe(true);
});

test("a database change that came with a deploy makes its rollback a C", () => {
  const schema = changeOf("database", { id: "c2", at: now - 20 * minute, title: "Drop column" });
  const plan = makePlan(input(changed(changeOf("deploy"), { others: [schema] })));
  expect(plan).toMatchObject({
    grade: "C",
    ridesAlong: ["Drop column"],
    migrations: ["Drop column"],
    gradeReasons: ["“Drop column” came with it: pricing v1 may not read the data any more."],
  });
});

test("a version that nobody has seen at work, or hardly, is a B", () => {
  const graded = (provenForMs: number | null) => {
    const plan = makePlan(input(changed(changeOf("deploy"), { provenForMs })));
    return [plan?.grade, plan?.gradeReasons[0]];
  };
  expect(graded(null)).toEqual(["B", "v1 has not been seen running here."]);
  expect(graded(12 * minute)).toEqual(["B", "v1 was seen running for 12 min only."]);
  expect(graded(30 * minute)[0]).toBe("A");
});

test("every guardrail can fail, each with its own reason", () => {
  const failing = (over: Partial<GuardFacts>) =>
    makePlan(input(changed(changeOf("deploy")), { facts: { ...facts, ...over } }))
      ?.guardrails.filter((g) => !g.ok)
      .map((g) => `${g.name}: ${g.says}`);
  const past = {
    id: "r0",
    kind: "rollback",
    changeId: "c0",
    instance: null,
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
