import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { run } from "../detector";
import { detectors } from "../detectors";
import { trainers } from ".";

const fixture = (name: string) =>
  readFileSync(new URL(`./fixtures/${name}`, import.meta.url), "utf8");
const vectors = JSON.parse(fixture("vectors.json"));
const latencies = (which: string) =>
  fixture(`latency-test-${which}.csv`).trim().split("\n").slice(1).map(Number);
const train = (name: string, values: readonly number[], params: unknown = {}) => {
  const trainer = trainers[name];
  if (!trainer) throw new Error(`no trainer ${name}`);
  return trainer.train(values, trainer.params.parse(params));
};

describe.each(Object.keys(trainers))("%s", (name) => {
  const trainer = trainers[name] as (typeof trainers)[string];
  const wave = Array.from({ length: 500 }, (_, i) => 100 + 10 * Math.sin(i) + (i % 7));

  test("is registered under its own name and says what it suits", () => {
    expect(trainer.name).toBe(name);
    expect(trainer.suits).toMatch(/\.$/);
    const { properties } = z.toJSONSchema(trainer.params);
    for (const p of Object.values(properties ?? {}))
      expect(p).toMatchObject({
        title: expect.any(String),
        description: expect.any(String),
        default: expect.anything(),
      });
  });

  test.each(["above", "below", "both"])("makes parameters that its detector takes: %s", (side) => {
    const detector = detectors[trainer.detector];
    const made = train(name, wave, { side });
    const p = detector?.params.parse(made) as Record<string, number | null>;
    expect(p).toMatchObject(made);
    expect(p.weakUpper === null).toBe(side === "below");
    expect(p.strongUpper === null).toBe(side === "below");
    expect(p.weakLower === null).toBe(side === "above");
    expect(p.strongLower === null).toBe(side === "above");
    if (!detector) return;
    const { verdicts } = run(detector, made, [0, 1, 2], [100, 1000, -1000]);
    expect(verdicts.map((v) => v.level)).toEqual([
      "NORMAL",
      side === "below" ? "NORMAL" : "STRONG",
      side === "above" ? "NORMAL" : "STRONG",
    ]);
  });

  test("passes over gaps, and changes nothing that it was given", () => {
    const gappy = wave.flatMap((x) => [x, Number.NaN]);
    const before = [...gappy];
    expect(train(name, gappy)).toEqual(train(name, wave));
    expect(gappy).toEqual(before);
  });

  test("says so when there is too little to learn from", () =>
    expect(() => train(name, [1, Number.NaN])).toThrow(/choose a longer stretch/));
});

test("sigma: the original's mean, deviation and limits", () => {
  for (const { i, o } of vectors.sigmaStdDev) {
    const { weakUpper, strongUpper } = train("sigma", i, { weakSigmas: 1, strongSigmas: 2 });
    expect((strongUpper as number) - (weakUpper as number)).toBeCloseTo(o, 5);
  }
  for (const { i, o } of vectors.mean) {
    const { weakUpper, weakLower } = train("sigma", i);
    expect(((weakUpper as number) + (weakLower as number)) / 2).toBeCloseTo(o, 5);
  }
  const c = vectors.sigma;
  const p = train("sigma", c.data, { weakSigmas: c.weak, strongSigmas: c.strong });
  expect(p.weakUpper).toBeCloseTo(c.upperWeak, 5);
  expect(p.strongUpper).toBeCloseTo(c.upperStrong, 5);
  expect(p.weakLower).toBeCloseTo(c.lowerWeak, 5);
  expect(p.strongLower).toBeCloseTo(c.lowerStrong, 5);
});

test("quartile: the original's limits, exactly", () => {
  const c = vectors.quartile;
  const values = c.data.map((x: number | null) => x ?? Number.NaN);
  expect(train("quartile", values, { weakRanges: c.weak, strongRanges: c.strong })).toEqual({
    weakUpper: c.upperWeak,
    strongUpper: c.upperStrong,
    weakLower: c.lowerWeak,
    strongLower: c.lowerStrong,
  });
});

// Its numbers are cut off after six digits
test("high-water mark: the original's limits on its two recorded latencies", () => {
  for (const [which, c] of ["a", "b"].map((w, i) => [w, vectors.highwatermark[i]] as const)) {
    const p = train("high-water-mark", latencies(which), {
      weakFactor: c.weakMult,
      strongFactor: c.strongMult,
      window: c.hampelWindow,
      sigmas: c.hampelSigmas,
    });
    expect(p.weakUpper).toBeCloseTo(c.upperWeak, 5);
    expect(p.strongUpper).toBeCloseTo(c.upperStrong, 5);
  }
});

test("high-water mark: a lower limit lies below the lowest value, also of negative ones", () => {
  const values = [10, 11, 12, 10, 11, 12, 10, 11];
  expect(train("high-water-mark", values, { side: "below" }).strongLower).toBeCloseTo(9, 9);
  const negative = values.map((x) => -x);
  expect(train("high-water-mark", negative, { side: "below" }).strongLower).toBeCloseTo(-13.2, 9);
  expect(train("high-water-mark", negative).strongUpper).toBeCloseTo(-9, 9);
});
