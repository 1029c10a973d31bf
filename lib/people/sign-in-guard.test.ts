import { expect, test } from "vitest";
import { createSignInGuard } from "./sign-in-guard";

test("five failures are free, then each costs 30 s, 60 s, 120 s and at most 15 min", () => {
  const guard = createSignInGuard();
  const waits = Array.from({ length: 12 }, () => {
    guard.failed("a@x", 0);
    return guard.waitMs("a@x", 0) / 1000;
  });
  expect(waits).toEqual([0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900]);
  expect(guard.waitMs("b@x", 0)).toBe(0);
});

test("success and an hour of silence both forget", () => {
  const guard = createSignInGuard();
  for (let i = 0; i < 6; i++) guard.failed("a@x", 0);
  guard.succeeded("a@x");
  expect(guard.waitMs("a@x", 0)).toBe(0);
  for (let i = 0; i < 6; i++) guard.failed("b@x", 0);
  guard.failed("b@x", 3_600_000);
  expect(guard.waitMs("b@x", 3_600_000)).toBe(0);
});
