import { expect, test } from "vitest";
import type { ChartFlag } from "./chart-data";
import { placeFlags } from "./prepare-flags";

const flag = (at: number, over: Partial<ChartFlag> = {}): ChartFlag => ({
  id: `f${at}`,
  at,
  kind: "change",
  label: "pricing v2",
  ...over,
});
const room = { left: 0, right: 400, labels: true };
const same = (t: number) => t;

test("a label stands to the right of its flag", () => {
  expect(placeFlags([flag(100)], same, room)).toMatchObject([
    { x: 100, label: "pricing v2", side: "start" },
  ]);
});

test("at the right edge the label moves to the left", () => {
  expect(placeFlags([flag(380)], same, room)).toMatchObject([{ label: "pricing v2", side: "end" }]);
});

test("flags on top of each other become one that counts", () => {
  const [one, ...rest] = placeFlags([flag(100), flag(104)], same, room);
  expect(rest).toEqual([]);
  expect(one).toMatchObject({ label: "2 changes" });
  expect(one?.flags).toHaveLength(2);
});

test("a label without room is left out, and the rollback wins", () => {
  const close = [flag(20), flag(36, { kind: "rollback", label: "rolled back by Jo" }), flag(50)];
  const placed = placeFlags(close, same, { left: 0, right: 160, labels: true });
  expect(placed.map((p) => p.label)).toEqual([null, null, "pricing v2"]);
  const wide = placeFlags(close.slice(0, 2), same, { left: 0, right: 160, labels: true });
  expect(wide.map((p) => p.label)).toEqual([null, "rolled back by Jo"]);
});

test("flags outside the plot are not drawn", () => {
  expect(placeFlags([flag(-5), flag(500)], same, room)).toEqual([]);
});
