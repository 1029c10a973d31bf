import { expect, test } from "vitest";
import { decodeSamples, encodeSamples, payloadsOf } from "./sample-batch";

const batch = {
  ids: Int32Array.of(7, 1, 15),
  times: Float64Array.of(1_763_800_000_123, 1_763_800_000_000, 1_763_803_600_000),
  values: Float64Array.of(0.1, -2, Number.NaN),
};

test("a batch comes back as it was, at 16 bytes a sample", () => {
  const bytes = encodeSamples(batch);
  expect(bytes.length).toBe(64);
  expect(decodeSamples(bytes)).toEqual(batch);
});

test("a payload that starts at an odd byte of a larger buffer is read", () => {
  const bytes = encodeSamples(batch);
  const large = Buffer.alloc(bytes.length + 3);
  large.set(bytes, 3);
  expect(decodeSamples(large.subarray(3))).toEqual(batch);
});

test("an empty batch, and bytes that are no batch", () => {
  const none = {
    ids: new Int32Array(),
    times: new Float64Array(),
    values: new Float64Array(),
  };
  expect(decodeSamples(encodeSamples(none))).toEqual(none);
  expect(() => decodeSamples(encodeSamples(batch).subarray(0, 60))).toThrow(RangeError);
  expect(() => decodeSamples(new Uint8Array(16).fill(9))).toThrow(RangeError);
});

test("times further apart than a payload can say are refused", () => {
  const far = { ...batch, times: Float64Array.of(0, 1, 50 * 86_400_000) };
  expect(() => encodeSamples(far)).toThrow("49 days");
});

test("a batch is split by series id modulo partitions, in order", () => {
  const parts = payloadsOf(batch, 8);
  expect(parts.map((p) => p.partition)).toEqual([1, 7]);
  expect(parts.map((p) => [...decodeSamples(p.payload).ids])).toEqual([[1], [7, 15]]);
});
