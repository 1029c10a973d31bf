import { expect, test } from "vitest";
import { nextStepOf, stepNow } from "./next-step";

const facts = { resolution: null, tookMs: null, plan: null } as const;

test("a proposed rollback asks for its approval", () => {
  expect(
    nextStepOf({ ...facts, step: "decide", plan: { kind: "rollback", guardrails: [] } }),
  ).toEqual({ tone: "act", says: "Approve rollback" });
});

test("a blocked plan names the guardrail that stops it", () => {
  expect(
    nextStepOf({
      ...facts,
      step: "blocked",
      plan: {
        kind: "flag-off",
        guardrails: [
          { name: "Executor ready", ok: true, stops: "all" as const, says: "" },
          {
            name: "Own data fresh",
            ok: false,
            stops: "all" as const,
            says: "no telemetry for 2 min",
          },
        ],
      },
    }),
  ).toEqual({ tone: "blocked", says: "Blocked: stale data" });
});

test("a resolved situation tells how, and how fast it recovered", () => {
  expect(
    nextStepOf({ ...facts, step: "done", resolution: "recovered", tookMs: 240_000 }).says,
  ).toBe("Recovered in 4 min");
  expect(nextStepOf({ ...facts, step: "done", resolution: "cleared", tookMs: 9 }).says).toBe(
    "Cleared itself",
  );
});

test("an approved remedy is no decision any more, even before the worker takes it up", () => {
  expect(stepNow("decide", "approved")).toBe("executing");
  expect(stepNow("decide", "proposed")).toBe("decide");
  expect(stepNow("watching", "approved")).toBe("watching");
});
