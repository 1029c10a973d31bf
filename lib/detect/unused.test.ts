import { expect, test } from "vitest";
import { unusedBecause } from "./unused";

const day = 86_400_000;
const now = 1000 * day;
const busy = {
  enabled: true,
  series: 3,
  lastDataAt: now - 60_000,
  lastAnomalyAt: now - 5 * day,
  createdAt: now - 400 * day,
  now,
};

test("a detector with data and an anomaly is in use", () => {
  expect(unusedBecause(busy)).toBeNull();
});

test("each way of being of no use is named", () => {
  expect(unusedBecause({ ...busy, series: 0 })).toBe("Its target matches no series");
  expect(unusedBecause({ ...busy, lastDataAt: null })).toBe("Its series have never sent a point");
  expect(unusedBecause({ ...busy, lastDataAt: now - 3 * day })).toBe("No data for 3 d");
  expect(unusedBecause({ ...busy, lastAnomalyAt: now - 91 * day })).toBe("No anomaly for 90 days");
  expect(unusedBecause({ ...busy, lastAnomalyAt: null })).toBe(
    "It has never found anything in 90 days",
  );
});

test("a young detector has time, and one that is off was not forgotten", () => {
  expect(unusedBecause({ ...busy, lastAnomalyAt: null, createdAt: now - 20 * day })).toBeNull();
  expect(unusedBecause({ ...busy, series: 0, enabled: false })).toBeNull();
});
