import { expect, test } from "vitest";
import { firstRequest } from "./first-request";

const at = Date.UTC(2026, 10, 22, 12);
const windows = (from: number, to: number) =>
  Array.from({ length: (to - from) / 10 }, (_, i) => at + (from + i * 10) * 1000);

test("a version's first request dates its deploy, told before or after it", () => {
  expect(firstRequest(windows(20, 300), at)).toBe(at + 20_000);
  expect(firstRequest(windows(-90, 300), at)).toBe(at - 90_000);
});

test("a version that was taken back minutes ago and deployed again begins anew", () => {
  expect(firstRequest([...windows(-420, -260), ...windows(10, 120)], at)).toBe(at + 10_000);
});

test("a version that ran all along, or that nobody asked yet, says nothing", () => {
  expect(firstRequest(windows(-1200, 300), at)).toBe(at);
  expect(firstRequest([], at)).toBe(at);
});
