import { expect, test } from "vitest";
import { fitsPattern } from "./name-pattern";

test("* stands for any part of a name, everything else for itself", () => {
  expect(fitsPattern("pric*", "pricing")).toBe(true);
  expect(fitsPattern("*", "pricing")).toBe(true);
  expect(fitsPattern("*-db", "rates-db")).toBe(true);
  expect(fitsPattern("pric", "pricing")).toBe(false);
  expect(fitsPattern("a.b*", "axb1")).toBe(false);
  expect(fitsPattern("a(b", "a(b")).toBe(true);
});
