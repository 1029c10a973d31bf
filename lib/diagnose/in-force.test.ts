import { expect, test } from "vitest";
import { inForce } from "./in-force";

const minute = 60_000;
const bad = { kind: "deploy", service: "details", from: "v12", to: "v13", at: 0 } as const;
const back = { ...bad, from: "v13", to: "v12", at: 10 * minute };

test("a deploy that was rolled back before it broke is no candidate", () => {
  expect(inForce([bad], [bad, back], 20 * minute)).toEqual([]);
});

test("one that is rolled back only after it broke still is", () => {
  expect(inForce([bad], [bad, back], 5 * minute)).toEqual([bad]);
});

test("going back on another service undoes nothing here", () => {
  expect(inForce([bad], [bad, { ...back, service: "search" }], 20 * minute)).toEqual([bad]);
});
