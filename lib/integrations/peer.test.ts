import { expect, test } from "vitest";
import { waitOf } from "./peer";

const now = Date.UTC(2026, 10, 29, 1);
const wait = (headers: Record<string, string>) => waitOf(new Headers(headers), now);

test("how long to wait is read from Retry-After in seconds or as a date", () => {
  expect(wait({ "retry-after": "7" })).toBe(7000);
  expect(wait({ "retry-after": "Sun, 29 Nov 2026 01:00:30 GMT" })).toBe(30_000);
  expect(wait({ "retry-after": "Sun, 29 Nov 2026 00:59:30 GMT" })).toBe(0);
  expect(wait({ "retry-after": "soon" })).toBeNull();
});

test("else from x-ratelimit-reset, an epoch in seconds or in milliseconds", () => {
  expect(wait({ "x-ratelimit-reset": String(now / 1000 + 12) })).toBe(12_000);
  expect(wait({ "x-ratelimit-reset": String(now + 12_000) })).toBe(12_000);
  expect(wait({ "retry-after": "3", "x-ratelimit-reset": String(now + 12_000) })).toBe(3000);
  expect(wait({})).toBeNull();
});
