import { expect, test } from "vitest";
import { decodeMessage, type Message } from "./wire";

const inner: Message = { 1: ["name", "string"] };
const message: Message = {
  1: ["count", "int"],
  2: ["small", "sint"],
  3: ["ids", "int", "repeated"],
  4: ["parts", () => inner, "repeated"],
  5: ["level", "double"],
};
const read = (...bytes: number[]) => decodeMessage(Uint8Array.from(bytes), message);

test("numbers, lists packed and not, messages in messages; unknown fields are passed over", () => {
  expect(read(8, 172, 2, 16, 5)).toEqual({ count: 300, small: -3 });
  expect(read(26, 2, 1, 2, 24, 3)).toEqual({ ids: [1, 2, 3] });
  expect(read(34, 3, 10, 1, 97, 34, 0)).toEqual({ parts: [{ name: "a" }, {}] });
  expect(read(120, 1, 122, 1, 0, 125, 0, 0, 0, 0, 8, 1)).toEqual({ count: 1 });
});

test("a negative integer takes ten bytes", () => {
  expect(read(8, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1)).toEqual({ count: -1 });
});

test("bytes that are no such message are refused", () => {
  for (const bad of [
    [8],
    [8, 128],
    [34, 5, 10],
    [34, 2, 10, 5],
    [9, 0],
    [43, 0],
    [26, 2, 128, 128],
  ])
    expect(() => read(...bad)).toThrow(RangeError);
});

test("nesting without end is refused", () => {
  const endless: Message = { 1: ["again", () => endless] };
  let bytes: number[] = [];
  for (let i = 0; i < 40; i++) bytes = [10, bytes.length, ...bytes];
  expect(() => decodeMessage(Uint8Array.from(bytes), endless)).toThrow("nested");
});
