import { expect, test } from "vitest";
import { formatValue, tickFormat } from "./format-value";

test("latency grows from ms to s to min", () => {
  expect([0.42, 9.5, 412.3, 1420, 90_000].map((v) => formatValue(v, "ms"))).toEqual([
    "0.42 ms",
    "9.5 ms",
    "412 ms",
    "1.42 s",
    "1.5 min",
  ]);
});

test("a share is written in percent, whether told by its unit or by its metric", () => {
  expect(formatValue(0.038, "ratio")).toBe("3.8 %");
  expect(formatValue(0.038, "1", "service.errors")).toBe("3.8 %");
  expect(formatValue(61, "%")).toBe("61 %");
});

test("a rate keeps its thousands apart", () => {
  expect(formatValue(1018.4, null, "service.requests")).toBe("1,018 req/s");
  expect(formatValue(14.2, "1/s", "service.requests")).toBe("14.2 req/s");
  expect(formatValue(14.2, "1/s", "queue.pushes")).toBe("14.2 /s");
});

test("bytes go by 1024", () => {
  expect(formatValue(1536, "By")).toBe("1.5 KiB");
  expect(formatValue(512 * 1024 ** 2, "By")).toBe("512 MiB");
});

test("a gap is a dash, not a zero", () => {
  expect(formatValue(null, "ms")).toBe("–");
  expect(formatValue(Number.NaN, "ms")).toBe("–");
});

test("the ticks of one axis share one unit", () => {
  const f = tickFormat(1500, 500, "ms");
  expect(f.unit).toBe("s");
  expect([0, 500, 1000, 1500].map(f.write)).toEqual(["0", "0.5", "1", "1.5"]);
});

test("a step of 2.5 shows its half", () => {
  const f = tickFormat(10, 2.5, null);
  expect([0, 2.5, 5].map(f.write)).toEqual(["0", "2.5", "5"]);
});
