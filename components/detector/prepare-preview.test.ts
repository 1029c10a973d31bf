import { expect, test } from "vitest";
import { counts } from "@/lib/detect/model";
import { diffRuns } from "@/lib/detect/overlap";
import { preview } from "@/lib/detect/preview";
import { series } from "@/lib/series/notation";
import { bandPoints } from "./prepare-preview";

const run = (startedAt: number, endedAt: number | null) => ({ startedAt, endedAt });

test("runs at the same time are kept, others added or removed", () => {
  const diff = diffRuns([run(10, 20), run(50, 60)], [run(18, 30), run(80, null)]);
  expect(diff.kept).toEqual([run(10, 20)]);
  expect(diff.added).toEqual([run(50, 60)]);
  expect(diff.removed).toEqual([run(80, null)]);
});

test("an open run overlaps everything after its start", () => {
  expect(diffRuns([run(100, 110)], [run(90, null)]).added).toEqual([]);
});

test("the points of a span carry the band that was expected of them", () => {
  const values = series("10x20 12 10x5");
  const points = { times: values.map((_, i) => i * 60_000), values };
  const { band } = preview({
    settings: {
      algorithm: "constant-threshold",
      params: { weakUpper: 11, strongUpper: 15 },
      counts: counts.parse({}),
      target: "metric = x",
    },
    points,
  });
  const span = { from: 19 * 60_000, to: 21 * 60_000 };
  expect(bandPoints(points, band, span, 100).map((p) => [p.value, p.upper])).toEqual([
    [10, 11],
    [12, 11],
    [10, 11],
  ]);
});
