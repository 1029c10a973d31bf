import { expect, test } from "vitest";
import { newsKindOf } from "./news";

const told = (kind: string, says = "", data: unknown = {}) => newsKindOf({ kind, says, data });

test("a diagnosis is news when it names a change or service that stands out, and no other", () => {
  const first = (score: number, veto: string | null = null) => [{ score, veto }, { score: 0.1 }];
  const diagnosed = (verdict: string, suspects: unknown) =>
    told("diagnosed", "", { verdict, suspects });
  expect(diagnosed("interesting", first(0.7))).toBe("cause");
  expect(diagnosed("interesting", first(0.69))).toBe(null);
  expect(diagnosed("interesting", first(0.9, "it came later"))).toBe(null);
  expect(diagnosed("ok", first(0.9))).toBe(null);
  expect(diagnosed("interesting", [])).toBe(null);
  expect(told("diagnosed", "", null)).toBe(null);
});

test("a remedy that a guardrail stops is told as blocked", () => {
  expect(told("remedy-proposed", "Proposed: Roll pricing back (grade A, suspect 0.95).")).toBe(
    "proposed",
  );
  expect(
    told(
      "remedy-proposed",
      "Proposed: Roll pricing back (grade A, suspect 0.95). Blocked: A freeze.",
    ),
  ).toBe("blocked");
});

test("what only moves the card is no news", () => {
  for (const kind of [
    "acknowledge-situation",
    "anomaly-joined",
    "remedy-step",
    "remedy-observed",
    "unheard-of",
  ])
    expect(told(kind)).toBe(null);
  expect(told("situation-cleared")).toBe("resolved");
  expect(told("situation-merged")).toBe("resolved");
  expect(told("candidate-found")).toBe(null);
  expect(told("verified-worse")).toBe("verified");
});
