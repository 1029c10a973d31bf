import { expect, test } from "vitest";
import { chartPoints } from "./prepare-trend";

test("each part stands at its middle, what was not counted is a gap and not zero", () => {
  const part = {
    t: 0,
    calls: 60,
    errors: 0,
    rate: 1,
    errorShare: 0,
    p50: 4,
    p95: 9,
    p99: 12,
  };
  expect(chartPoints([part, null, { ...part, errorShare: null }], "errorShare", 0, 60_000)).toEqual(
    [
      { t: 30_000, value: 0 },
      { t: 90_000, value: null },
      { t: 150_000, value: null },
    ],
  );
});
