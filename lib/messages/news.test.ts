import { expect, test } from "vitest";
import { newsKindOf, ownNewsOf } from "./news";

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

test("an alert on ourselves and its end are news; what an older version wrote without its id is none", () => {
  const entry = { key: "event:9", says: "It fails.", at: 5, kind: "own-alert" };
  const data = { alertId: "a1", rule: "job-dead", subject: "tell", severity: "high" };
  expect(ownNewsOf({ ...entry, data })).toMatchObject({
    kind: "own-alert",
    situationId: null,
    own: { alertId: "a1", trouble: "job-dead tell" },
    severity: "high",
  });
  expect(ownNewsOf({ ...entry, kind: "own-alert-ended", data })?.kind).toBe("own-ended");
  expect(ownNewsOf({ ...entry, data: { rule: "job-dead", subject: "tell" } })).toBe(null);
  expect(ownNewsOf({ ...entry, kind: "something-else", data })).toBe(null);
});
