import { expect, test } from "vitest";
import type { Suspect } from "@/lib/diagnose/model";
import { choose } from "./choose";

const suspect = (ref: string, score: number, over: Partial<Suspect> = {}): Suspect => ({
  kind: "change",
  ref,
  service: ref,
  title: ref,
  score,
  rank: 1,
  state: "none",
  evidence: [],
  veto: null,
  ...over,
});
const says = (...suspects: Suspect[]) => {
  const choice = choose(suspects);
  return choice.suspect?.ref ?? ("says" in choice ? choice.says : "");
};

test("one change that stands out is chosen", () => {
  expect(says(suspect("deploy", 0.9), suspect("search", 0.4, { kind: "service", rank: 2 }))).toBe(
    "deploy",
  );
});

test("no suspect, a service first, a low score and a close rival are each silent with the reason", () => {
  expect(says()).toBe("There is no suspect.");
  expect(says(suspect("db", 0.9, { kind: "service" }))).toBe(
    "The first suspect, db, is neither a change nor an instance.",
  );
  expect(says(suspect("deploy", 0.69))).toBe("deploy scores 0.69; a proposal needs 0.70.");
  expect(says(suspect("a", 0.9), suspect("b", 0.85, { rank: 2 }))).toBe(
    "a (0.90) is not clearly ahead of b (0.85).",
  );
});

test("near one, small differences are large: the odds are compared", () => {
  expect(says(suspect("a", 0.98), suspect("b", 0.95, { rank: 2 }))).toBe("a");
});

test("the changed service itself is no rival", () => {
  const same = suspect("pricing", 0.88, { kind: "service", service: "pricing", rank: 2 });
  expect(says(suspect("deploy", 0.9, { service: "pricing" }), same)).toBe("deploy");
});

test("an instance that does badly beside its siblings is chosen, its service behind it", () => {
  const one = suspect("pricing pricing-2", 0.92, { kind: "instance", service: "pricing" });
  const its = suspect("pricing", 0.9, { kind: "service", service: "pricing", rank: 2 });
  expect(choose([one, its])).toEqual({
    suspect: { kind: "instance", ref: "pricing pricing-2" },
    score: 0.92,
  });
});

test("vetoed and cleared suspects are passed over, whatever their rank", () => {
  const next = suspect("b", 0.8, { rank: 2 });
  expect(says(suspect("a", 0.9, { veto: "It began before." }), next)).toBe("b");
  expect(says(suspect("a", 0.9, { state: "cleared" }), next)).toBe("b");
});

test("what a person has confirmed needs no score", () => {
  expect(says(suspect("a", 0.3, { state: "confirmed" }), suspect("b", 0.6, { rank: 2 }))).toBe("a");
});
