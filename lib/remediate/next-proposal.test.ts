import { expect, test } from "vitest";
import type { Suspect } from "@/lib/diagnose/model";
import { type Plan, plan } from "./model";
import { nextProposal } from "./next-proposal";

const deploy: Suspect = {
  kind: "change",
  ref: "c1",
  service: "pricing",
  title: "pricing v2",
  score: 0.95,
  rank: 1,
  state: "suspect",
  evidence: [],
  veto: null,
};
const rollback: Plan = plan.parse({
  kind: "rollback",
  changeId: "c1",
  service: "pricing",
  integration: "deployer",
  target: "pricing",
  from: "v2",
  to: "v1",
  ridesAlong: [],
  grade: "A",
  gradeReasons: [],
  blastRadius: [],
  expectedEffect: "",
  undo: "",
  guardrails: [],
});
const remedy = {
  id: "r1",
  state: "proposed" as const,
  verified: false,
  plan: rollback,
  label: null,
  reason: null,
  decidedBy: null,
};
const next = (...remedies: Parameters<typeof nextProposal>[0]["remedies"]) =>
  nextProposal({ open: true, suspects: [deploy], remedies });

test("a rollback that waits is kept; what was rejected for good is not proposed again", () => {
  expect(next(remedy)).toMatchObject({
    withdraw: [],
    consider: { suspect: { kind: "change", ref: "c1" }, known: { id: "r1" }, left: null },
  });
  expect(next({ ...remedy, state: "rejected", label: "too-risky" }).consider).toBeNull();
});

test("whoever fixes forward instead leaves the change to its owner, with the reason", () => {
  const forward = { ...remedy, state: "rejected" as const, label: "fixing-forward" as const };
  const said = {
    ...forward,
    decidedBy: "Ada",
    reason: "Fixing forward instead. The fix is built.",
  };
  expect(next(said).consider).toMatchObject({
    known: null,
    left: "Ada wants it fixed forward: The fix is built.",
  });
  expect(next({ ...said, reason: "Fixing forward instead" }).consider?.left).toBe(
    "Ada wants it fixed forward.",
  );
});

test("a rollback that failed leaves the change to its owner, who is paged once", () => {
  const failed = { ...remedy, state: "failed" as const, reason: "The deployer answered 500." };
  const page = { ...remedy, id: "r2", plan: { ...rollback, kind: "roll-forward" as const } };
  expect(next(failed).consider?.left).toBe("Undoing it failed: The deployer answered 500.");
  expect(next(failed, page)).toMatchObject({ withdraw: [], consider: { known: { id: "r2" } } });
  expect(next(failed, { ...page, state: "executed" })).toMatchObject({
    busy: false,
    consider: null,
  });
});

test("a rollback that runs is waited for; a page that was sent is not", () => {
  expect(next({ ...remedy, state: "executed" }).busy).toBe(true);
  const page = { ...rollback, kind: "roll-forward" as const };
  expect(next({ ...remedy, state: "executed", plan: page }).busy).toBe(false);
});
