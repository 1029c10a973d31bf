import { expect, test } from "vitest";
import { detectors } from "./detectors";
import { newVerdict } from "./model";
import { decodeState, encodeState } from "./state-codec";

test.each([
  [{}],
  [{ a: null, b: true, c: false, d: "ü\u0000x", e: "" }],
  [{ numbers: [0, -0, 1, -1, 127, -128, 128, 2 ** 31 - 1, -(2 ** 31), 2 ** 31] }],
  [{ numbers: [0.5, -0.25, 1e30, Number.NaN, Number.POSITIVE_INFINITY] }],
  [{ numbers: [0.1, Number.MAX_VALUE, 5e-324], one: 0.1, zero: -0, nan: Number.NaN }],
  [{ empty: [], mixed: [1, "a", null, [2, [3]], { x: [4.5] }], deep: { deep: { deep: [1] } } }],
  [{ long: Array.from({ length: 100_000 }, (_, i) => i / 3), time: 1_795_000_000_123 }],
])("comes back exactly: %#", (state) => {
  expect(decodeState(encodeState(state))).toEqual(state);
});

test("lists take the narrowest exact width", () => {
  const bytes = (numbers: number[]) => encodeState({ n: numbers }).length;
  const of = (x: number) => new Array<number>(100).fill(x);
  expect(bytes(of(-128)) - bytes([1])).toBe(99);
  expect(bytes(of(128)) - bytes([128])).toBe(99 * 4);
  expect(bytes(of(0.5)) - bytes([0.5])).toBe(99 * 4);
  expect(bytes(of(0.1)) - bytes([0.1])).toBe(99 * 8);
  expect(bytes(of(-0)) - bytes([-0])).toBe(99 * 4);
});

test("bytes that are cut short or of another version are refused", () => {
  const bytes = encodeState({ a: [0.1, 0.2], b: "text" });
  expect(() => decodeState(bytes.subarray(0, 12))).toThrow(RangeError);
  expect(() => decodeState(bytes.subarray(0, 0))).toThrow(RangeError);
  expect(() => decodeState(Uint8Array.of(9, 0))).toThrow("unknown version");
});

test.each(Object.entries(detectors))("a saved %s goes on as if it had never stopped", (_, d) => {
  const params = d.params.parse({});
  const value = (i: number) =>
    50 + 10 * Math.sin(i / 40) + ((i * 7919) % 13) / 13 + (i === 700 ? 90 : 0);
  const whole = d.init(params);
  let parts = d.init(params);
  for (let i = 0; i < 800; i++) {
    const a = newVerdict();
    const b = newVerdict();
    d.step(whole, i * 10_000, value(i), params, a);
    d.step(parts, i * 10_000, value(i), params, b);
    expect(b).toEqual(a);
    if (i % 97 === 0) parts = decodeState(encodeState(parts));
  }
});
