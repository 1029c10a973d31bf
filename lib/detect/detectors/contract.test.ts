import { describe, expect, test } from "vitest";
import { z } from "zod";
import { type AnyDetector, run } from "../detector";
import { newVerdict } from "../model";
import { detectors } from ".";

const stepMs = 300_000;
const start = Date.UTC(2026, 0, 5);
const timesOf = (values: readonly number[], every = stepMs) =>
  values.map((_, i) => start + i * every);

/** Five days of five minutes: level 50, standard deviation 3, by Box-Muller over a fixed generator. */
function noise(n: number, seed = 7): number[] {
  let state = seed;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 4294967296;
  };
  return Array.from(
    { length: n },
    () => 50 + 3 * Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()),
  );
}
const noisy = noise(1440);
const judge = (d: AnyDetector, values: readonly number[]) => run(d, {}, timesOf(values), values);

/** A fresh verdict per point by hand, so that the state can be looked at in between. */
function fold(d: AnyDetector, times: readonly number[], values: readonly number[]) {
  const params = d.params.parse({});
  const state = d.init(params);
  return values.map((value, i) => {
    const out = newVerdict();
    d.step(state, times[i] as number, value, params, out);
    return out;
  });
}

const finite = (state: unknown): boolean =>
  typeof state === "number"
    ? Number.isFinite(state)
    : state === null || typeof state !== "object" || Object.values(state).every(finite);

describe.each(Object.entries<AnyDetector>(detectors))("%s", (name, d) => {
  test("is registered under its own name and says what it suits", () => {
    expect(d.name).toBe(name);
    expect(d.title.length).toBeGreaterThan(3);
    expect(d.suits).toMatch(/\.$/);
  });

  test("gives every parameter a default, a title and a description", () => {
    const schema = z.toJSONSchema(d.params) as {
      properties: Record<string, Record<string, unknown>>;
    };
    for (const [key, p] of Object.entries(schema.properties)) {
      expect(p, key).toMatchObject({ title: expect.any(String), description: expect.any(String) });
      expect(p, key).toHaveProperty("default");
    }
  });

  test("gives the same verdicts for the same points", () =>
    expect(judge(d, noisy)).toEqual(judge(d, noisy)));

  test("goes on the same after its state went through JSON, between any two points", () => {
    const whole = judge(d, noisy).verdicts;
    const times = timesOf(noisy);
    for (const cut of [0, 1, 2, 29, 31, 287, 289, 600, 1100]) {
      const first = run(d, {}, times.slice(0, cut), noisy.slice(0, cut));
      const saved = JSON.parse(JSON.stringify(first.state));
      const rest = run(d, {}, times.slice(cut), noisy.slice(cut), saved);
      expect([...first.verdicts, ...rest.verdicts]).toEqual(whole);
    }
  });

  test("keeps its state in numbers that JSON can hold", () =>
    expect(finite(judge(d, noisy).state)).toBe(true));

  test("leaves a gap unknown and is not upset by it", () => {
    const values = [...noisy, ...new Array<number>(20).fill(Number.NaN), ...noise(20, 11)];
    const verdicts = judge(d, values).verdicts;
    for (const v of verdicts.slice(1440, 1460)) {
      expect(v.level).toBe("UNKNOWN");
      expect(v.score).toBe(0);
    }
    expect(verdicts.slice(1460).filter((v) => v.level === "STRONG")).toEqual([]);
  });

  if (d.finds !== "shifts")
    test("calls a spike of ten standard deviations STRONG, upwards and downwards", () => {
      expect(judge(d, [...noisy, 80]).verdicts.at(-1)).toMatchObject({ level: "STRONG" });
      expect(judge(d, [...noisy, 20]).verdicts.at(-1)).toMatchObject({ level: "STRONG" });
    });

  test("calls a shift of ten standard deviations STRONG within twenty points", () => {
    for (const by of [30, -30]) {
      const shifted = noise(20, 11).map((x) => x + by);
      const levels = judge(d, [...noisy, ...shifted])
        .verdicts.slice(-20)
        .map((v) => v.level);
      expect(levels).toContain("STRONG");
    }
  });

  test("finds little in white noise", () => {
    const verdicts = judge(d, noise(5760, 3)).verdicts;
    expect(verdicts.filter((v) => v.level === "STRONG").length).toBeLessThan(12);
    expect(verdicts.filter((v) => v.level === "WEAK").length).toBeLessThan(60);
  });

  test("judges a point by earlier points alone", () => {
    const times = timesOf([...noisy, 0]);
    const a = fold(d, times, [...noisy, 51]).at(-1);
    const b = fold(d, times, [...noisy, 5000]).at(-1);
    const prediction = ({ level: _, score: __, by: ___, ...rest }: NonNullable<typeof a>) => rest;
    expect(prediction(a as NonNullable<typeof a>)).toEqual(prediction(b as NonNullable<typeof b>));
  });

  test("orders its bounds, and scores from 0 to 300", () => {
    for (const v of judge(d, noisy).verdicts) {
      expect(v.score).toBeGreaterThanOrEqual(0);
      expect(v.score).toBeLessThanOrEqual(300);
      if (!Number.isNaN(v.strongUpper + v.weakUpper))
        expect(v.strongUpper).toBeGreaterThanOrEqual(v.weakUpper);
      if (!Number.isNaN(v.strongLower + v.weakLower))
        expect(v.strongLower).toBeLessThanOrEqual(v.weakLower);
    }
  });

  test.each([
    ["NaN, Infinity and huge values", [Number.NaN, Infinity, -Infinity, 1e308, -1e308, 0, 5e-324]],
    ["a constant value", new Array<number>(1500).fill(42)],
    ["zeros", new Array<number>(1500).fill(0)],
    ["two values in turn", Array.from({ length: 1500 }, (_, i) => i % 2)],
  ])("stays sane on %s", (_, values) => {
    const { verdicts, state } = judge(d, [...values, ...noisy, ...values]);
    expect(finite(state)).toBe(true);
    for (const v of verdicts) expect(Number.isFinite(v.score)).toBe(true);
  });

  test("says nothing of a value that never changes", () => {
    const levels = new Set(
      judge(d, new Array<number>(2000).fill(0.1 + 0.2)).verdicts.map((v) => v.level),
    );
    expect(levels.has("STRONG") || levels.has("WEAK")).toBe(false);
  });

  test("wakes after ten years of silence", () => {
    const times = [...timesOf(noisy), ...timesOf(noisy).map((t) => t + 315_360_000_000)];
    const verdicts = run(d, {}, times, [...noisy, ...noise(1440, 11)]).verdicts;
    expect(verdicts.slice(2500).some((v) => v.level !== "UNKNOWN")).toBe(true);
  });
});
