import { expect, test } from "vitest";
import { createBuckets } from "./buckets";

test("a burst passes, then as many as the rate gives, each name for itself", () => {
  const buckets = createBuckets({ perSecond: 2, burst: 3 });
  const passes = (name: string, at: number) => {
    try {
      buckets.check(name, at);
    } catch (error) {
      return (error as { retryAfter: number }).retryAfter;
    }
    buckets.take(name, at);
    return "passed";
  };
  expect([0, 0, 0, 0].map((at) => passes("a", at))).toEqual(["passed", "passed", "passed", 1]);
  expect(passes("b", 0)).toBe("passed");
  expect(passes("a", 499)).toBe(1);
  expect(passes("a", 500)).toBe("passed");
  expect(passes("a", 500)).toBe(1);
  // A clock that is set back gives nothing and takes nothing.
  expect(passes("a", 0)).toBe(1);
  expect([1, 2, 3, 4].map(() => passes("a", 60_000))).toEqual(["passed", "passed", "passed", 1]);
});
