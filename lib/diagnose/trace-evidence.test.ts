import { expect, test } from "vitest";
import { traceEvidence } from "./trace-evidence";
import { type ReadSpan, traceProfile } from "./trace-profile";

/** Ten spans of one service that take so long. */
const window = (ms: number, richer = false) => ({
  richer,
  profile: traceProfile(
    Array.from(
      { length: 10 },
      (_, i): ReadSpan => ({
        trace: `t${i}`,
        id: "a",
        parent: null,
        service: "orders",
        operation: "do",
        start: 0,
        end: ms,
      }),
    ),
  ),
});
const usual = [window(20), window(20), window(20), window(20)];

test("counts what stays unusual, by its mildest window", () => {
  const [hard, mild] = [
    traceEvidence([window(220)], usual),
    traceEvidence([window(220), window(60)], usual),
  ];
  expect(hard.get("orders")).toEqual({
    score: 50,
    says: "do spends 220 ms of its own, usually 20 ms",
  });
  expect(mild.get("orders")?.score).toBe(10);
});

test("what passed again is not told, nor what has nothing like it to compare with", () => {
  expect(traceEvidence([window(220), window(20)], usual).size).toBe(0);
  expect(traceEvidence([window(220, true)], usual).size).toBe(0);
});
