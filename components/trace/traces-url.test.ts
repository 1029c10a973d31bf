import { expect, test } from "vitest";
import { tracesUrl } from "./traces-url";

test("only what is wanted stands in the address, times and durations whole", () => {
  expect(tracesUrl({})).toBe("/traces");
  expect(
    tracesUrl({ service: "a b", failed: true, from: 10.4, to: 20, atLeastMs: 99.7, operation: "" }),
  ).toBe("/traces?service=a+b&failed=true&from=10&to=20&min=100");
  expect(tracesUrl({ failed: false, service: null, from: "now-1h", to: "now" })).toBe(
    "/traces?from=now-1h&to=now",
  );
});
