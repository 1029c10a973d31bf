import { expect, test } from "vitest";
import { rangeOf, settingOf, textOf } from "./limit-words";

test("minutes are typed and milliseconds are kept", () => {
  expect(settingOf("cooldownMs", "2.5")).toBe(150_000);
  expect(textOf("cooldownMs", 600_000)).toBe("10");
});

test("what will not do is null: nothing, words, parts of a remedy, out of range", () => {
  expect(settingOf("perServiceAndDay", "")).toBeNull();
  expect(settingOf("perServiceAndDay", "many")).toBeNull();
  expect(settingOf("perServiceAndDay", "1.5")).toBeNull();
  expect(settingOf("perServiceAndDay", "101")).toBeNull();
  expect(settingOf("minTraffic", "0.25")).toBe(0.25);
  expect(rangeOf("perServiceAndDay")).toBe("A whole number from 1 to 100.");
});
