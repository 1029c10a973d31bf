import { expect, test } from "vitest";
import { rarity } from "./rarity";

test("what every incident raises says nothing, what none raised says most", () => {
  const tells = rarity([["cpu a", "qps b", "qps b"], ["qps b"], ["qps b"]]);
  expect(tells("qps b")).toBe(0);
  expect(tells("cpu a")).toBeCloseTo(Math.LN2);
  expect(tells("never seen")).toBeCloseTo(1.386, 3);
});
