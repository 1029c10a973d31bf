import { expect, test } from "vitest";
import type { Span } from "./otlp/read-spans";
import { parseTraceQuery, traceMeets } from "./span-query";

const span = (service: string, ms: number, attributes: Record<string, string> = {}): Span => ({
  traceId: "1".padStart(32, "0"),
  spanId: "1".padStart(16, "0"),
  parentId: null,
  service,
  version: "1.2",
  instance: "a",
  name: `GET /${service}`,
  kind: 2,
  peer: null,
  startMs: 0,
  durationUs: ms * 1000,
  error: attributes.fails !== undefined,
  attributes,
  events: [],
});
const trace = [
  span("gateway", 250, { "http.response.status_code": "502" }),
  span("pricing", 40, { "db.system": "postgresql", tier: "gold", fails: "1" }),
  span("search", 90, { "db.system": "redis", tier: "silver" }),
];
const meets = (text: string) => {
  const query = parseTraceQuery(text);
  return query !== null && traceMeets(trace, query);
};

test("comparisons are of some span, groups of one and the same span", () => {
  expect(meets("service = gateway AND db.system = redis")).toBe(true);
  expect(meets("(service = gateway AND db.system = redis)")).toBe(false);
  expect(meets("(service = search AND db.system = redis)")).toBe(true);
  expect(meets("(tier = gold error = true) (tier = silver error = false)")).toBe(true);
  expect(meets("(tier = silver error = true)")).toBe(false);
});

test("=, ≠, < and > compare texts, numbers and durations", () => {
  expect(meets("http.response.status_code >= 500")).toBe(true);
  expect(meets("http.response.status_code > 502")).toBe(false);
  expect(meets("(service = search AND duration < 0.1s)")).toBe(true);
  expect(meets("(service = search AND duration < 90)")).toBe(false);
  expect(meets("tier ≠ gold")).toBe(true);
  expect(meets("(service = gateway AND tier != gold)")).toBe(false);
  expect(meets("db.system = post*")).toBe(true);
  expect(meets('db.system = "post*"')).toBe(false);
  expect(meets("tier > 3")).toBe(false);
});

test("AND binds closer than OR, NOT closest, and NOT of a group means that no span meets it", () => {
  expect(meets("service = nobody AND tier = gold OR tier = silver")).toBe(true);
  expect(meets("service = nobody AND (tier = gold OR tier = silver)")).toBe(false);
  expect(meets("NOT (service = pricing AND error = true)")).toBe(false);
  expect(meets("NOT (service = search AND error = true)")).toBe(true);
  expect(meets("(NOT db.system AND service = gateway)")).toBe(true);
});

test("a mistake is said with its place", () => {
  const says = (text: string) => {
    try {
      parseTraceQuery(text);
      return "";
    } catch (error) {
      return (error as Error).message;
    }
  };
  expect(parseTraceQuery("  ")).toBeNull();
  expect(says("service =")).toBe("service = needs a value (at character 10 of the search).");
  expect(says("(a = 1")).toContain("A parenthesis is not closed");
  expect(says("a = 1)")).toContain("closed that was not opened");
  expect(says("duration > fast")).toContain('> compares numbers, and "fast" is none');
  expect(says("(".repeat(40))).toContain("nested too deeply");
});
