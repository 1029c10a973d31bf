import { expect, test } from "vitest";
import { begin, newPace, quicker, since } from "./pace";

test("notices the third point in a row that comes at less than half the usual interval", () => {
  const p = newPace();
  begin(p, 0);
  let t = 0;
  const next = (dt: number) => {
    t += dt;
    const factor = quicker(p, t);
    p.last = t;
    return factor;
  };
  for (let i = 0; i < 50; i++) expect(next(60_000)).toBe(1);
  expect([next(10_000), next(10_000)]).toEqual([1, 1]);
  // The two before have already drawn the usual interval to 58 s
  expect(next(10_000)).toBeCloseTo(5.8, 1);
  expect(p.every).toBe(10_000);
  expect(next(10_000)).toBe(1);
});

test("counts a long silence as four usual intervals", () => {
  const p = newPace();
  begin(p, 0);
  quicker(p, 60_000);
  p.last = 60_000;
  expect(since(p, 90_000)).toBe(30_000);
  expect(since(p, 90_000_000)).toBe(240_000);
});
