import { expect, test } from "vitest";
import { parseTraceQuery } from "@/lib/ingest/span-query";
import { tracesOfCall, tracesUrl } from "./traces-url";

test("only what is wanted stands in the address, times and durations whole", () => {
  expect(tracesUrl({})).toBe("/traces");
  expect(
    tracesUrl({ service: "a b", failed: true, from: 10.4, to: 20, atLeastMs: 99.7, operation: "" }),
  ).toBe("/traces?service=a+b&failed=true&from=10&to=20&min=100");
  expect(tracesUrl({ failed: false, service: null, from: "now-1h", to: "now" })).toBe(
    "/traces?from=now-1h&to=now",
  );
});

test("a call's traces are those of its callee's own spans, or of what its caller says it called", () => {
  const url = tracesOfCall("web", 'a "b"', { failed: true, from: 1, to: 2 });
  const q = new URLSearchParams(url.split("?")[1]).get("q") ?? "";
  expect(q).toBe(
    '(service = "web" AND peer = "a \\"b\\"" AND error = true) OR service = "web" AND (service = "a \\"b\\"" AND error = true)',
  );
  expect(parseTraceQuery(q)).toMatchObject({ kind: "or", of: [{ kind: "span" }, { kind: "and" }] });
});
