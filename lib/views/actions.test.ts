import { expect, test } from "vitest";
import { tabOf } from "./actions";

const now = 1000;
const proposed = { state: "proposed", expiresAt: 2000, verification: null } as const;

test("a proposal is pending until it expires", () => {
  expect(tabOf(proposed, now)).toBe("pending");
  expect(tabOf({ ...proposed, expiresAt: 1000 }, now)).toBe("done");
});

test("an executed remedy is verifying until there is a verdict", () => {
  expect(tabOf({ ...proposed, state: "executed" }, now)).toBe("verifying");
  expect(
    tabOf({ ...proposed, state: "executed", verification: { outcome: "recovered" } }, now),
  ).toBe("done");
  expect(tabOf({ ...proposed, state: "rejected" }, now)).toBe("done");
});
