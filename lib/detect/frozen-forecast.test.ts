import { expect, test } from "vitest";
import { detectors } from "./detectors";
import { frozenForecast } from "./frozen-forecast";

test("a fall does not become the new normal: what is expected stays where it was before", () => {
  const times = Array.from({ length: 120 }, (_, i) => i * 10_000);
  const values = times.map((_, i) => (i < 60 ? 10 + (i % 2) * 0.2 : 2));
  const detector = detectors.ewma;
  if (!detector) throw new Error("ewma is gone");
  const seen = frozenForecast(
    { detector, params: {} },
    { times, values },
    { from: 600_000, freezeAt: 600_000 },
  );
  expect(seen).toHaveLength(60);
  expect(seen[0]?.expected).toBeCloseTo(10.1, 0);
  expect(seen.at(-1)?.expected).toBeCloseTo(seen[0]?.expected ?? 0, 6);
  const learning = frozenForecast(
    { detector, params: {} },
    { times, values },
    { from: 600_000, freezeAt: Number.POSITIVE_INFINITY },
  );
  expect(learning.at(-1)?.expected).toBeLessThan(5);
});
