import { describe, expect, test } from "vitest";
import { z } from "zod";
import { detectors } from "./detectors";
import { type Anomaly, counts } from "./model";
import { runSettings } from "./run-settings";
import { type RunSettings, SeriesRun } from "./series-run";
import { decodeState, encodeState } from "./state-codec";

const minute = 60_000;
const start = Date.UTC(2026, 0, 5);
const year = 365 * 86_400_000;
const about = { id: 1, service: "s", metric: "m" };

type Point = readonly [t: number, value: number];

/** Same numbers every time. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 4294967296;
  };
}

/** A day and a half at five minutes with a daily shape, noise, and a few spikes and shifts. */
function ordinary(seed: number, n = 430): Point[] {
  const random = generator(seed);
  return Array.from({ length: n }, (_, i) => {
    const shape = 50 + 10 * Math.sin((2 * Math.PI * i) / 288);
    const odd = i % 97 === 60 ? 90 : i > 350 && i < 362 ? 45 : 0;
    return [start + i * 5 * minute, shape + 3 * (random() + random() - 1) + odd] as const;
  });
}

const settingsOf = (algorithm: string, version = 1): RunSettings =>
  runSettings("d", version, {
    algorithm,
    params: {},
    counts: counts.parse({ m: 2, n: 3, gaps: { policy: "carry", upTo: 6 }, lateMs: 10 * minute }),
  });

/** Everything that points lead to; `between` may take the run down and bring it up again. */
function outcome(
  settings: RunSettings,
  points: readonly Point[],
  between: (run: SeriesRun, i: number, keep: (e: string, a: Anomaly) => void) => SeriesRun = (r) =>
    r,
): { anomalies: Anomaly[]; run: SeriesRun } {
  const found = new Map<string, Anomaly>();
  const keep = (_: string, a: Anomaly) => found.set(a.id, a);
  let run = new SeriesRun(settings, about, keep);
  points.forEach(([t, value], i) => {
    run = between(run, i, keep);
    run.push(t, value);
  });
  run.release(Number.POSITIVE_INFINITY);
  return { anomalies: [...found.values()], run };
}

const sane = (anomalies: readonly Anomaly[]) =>
  anomalies.every(
    (a) =>
      Number.isFinite(a.startedAt) &&
      Number.isFinite(a.peakValue) &&
      Number.isFinite(a.peakScore) &&
      a.startedAt <= a.lastAt &&
      (a.endedAt === null || a.endedAt >= a.startedAt) &&
      a.points > 0,
  );
const finite = (state: unknown): boolean =>
  typeof state === "number"
    ? !Number.isNaN(state)
    : state === null || typeof state !== "object" || Object.values(state).every(finite);

/** What the codec gives back of a state: what another process would go on from. */
const thawed = (run: SeriesRun) => decodeState(encodeState(run.save()));

test("most detectors find something in these points, so that the same findings say something", () => {
  const finding = Object.keys(detectors).filter(
    (algorithm) => outcome(settingsOf(algorithm), ordinary(3)).anomalies.length > 0,
  );
  expect(finding.length).toBeGreaterThan(Object.keys(detectors).length / 2);
});

describe.each(Object.keys(detectors))("%s", (algorithm) => {
  const settings = settingsOf(algorithm);
  const points = ordinary(3);
  const usual = outcome(settings, points);

  test("finds the same after being killed at any point and restarted from an older checkpoint", () => {
    for (const seed of [1, 2, 3]) {
      const random = generator(seed);
      let saved = thawed(new SeriesRun(settings, about, () => {}));
      let since = 0;
      const again = outcome(settings, points, (run, i, keep) => {
        const dice = random();
        if (dice < 0.03) {
          saved = thawed(run);
          since = i;
        } else if (dice > 0.97) {
          // The process dies: what came since the checkpoint comes again
          const next = new SeriesRun(settings, about, keep, saved);
          saved = thawed(next);
          for (const [t, value] of points.slice(since, i)) next.push(t, value);
          return next;
        }
        return run;
      });
      expect(again.anomalies).toEqual(usual.anomalies);
    }
  });

  test("finds the same when points come twice, late within the lateness, and much too late", () => {
    const random = generator(5);
    const swapped = points.flatMap((p, i) => {
      const next = points[i + 1];
      // Pairs swap places, some come twice, and now and then an old one comes once more
      const own = i % 2 === 0 ? (next ? [next, p] : [p]) : [];
      const old = points[Math.max(0, i - 40)];
      return [...own, ...(random() < 0.2 ? own : []), ...(random() < 0.1 && old ? [old] : [])];
    });
    expect(outcome(settings, swapped).anomalies).toEqual(usual.anomalies);
  });

  test("goes on with its anomalies when another version takes over, and loses none that was found", () => {
    const found = new Map<string, Anomaly>();
    const keep = (_: string, a: Anomaly) => found.set(a.id, a);
    let run = new SeriesRun(settings, about, keep);
    points.forEach(([t, value], i) => {
      if (i === 355) {
        const next = new SeriesRun(settingsOf(algorithm, 2), about, keep);
        run.release(Number.POSITIVE_INFINITY);
        for (const [at, v] of points.slice(0, i)) next.train(at, v);
        next.adopt(run);
        run = next;
      }
      run.push(t, value);
    });
    run.release(Number.POSITIVE_INFINITY);
    expect(new Set(found.keys())).toEqual(new Set(usual.anomalies.map((a) => a.id)));
  });

  test("does not crash on NaN, infinities, huge, tiny and constant values, and its state stays numbers", () => {
    const random = generator(9);
    const wild = [
      Number.NaN,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      Number.MAX_VALUE,
      -Number.MAX_VALUE,
      Number.MIN_VALUE,
      0,
      -0,
    ];
    const odd = points.map(([t, v], i) => {
      if (i > 300) return [t, 7] as const;
      return [
        t,
        random() < 0.1 ? (wild[Math.floor(random() * wild.length)] as number) : v,
      ] as const;
    });
    const { anomalies, run } = outcome(settings, odd);
    expect(sane(anomalies)).toBe(true);
    expect(finite(thawed(run).detector)).toBe(true);
  });

  test("survives clock jumps both ways and ten years of silence, and then judges as before", () => {
    const jumped = points.map(
      ([t, v], i) => [i > 200 && i < 220 ? t - 40 * minute : t, v] as const,
    );
    const later = ordinary(4).map(([t, v]) => [t + 10 * year, v] as const);
    const last = (later.at(-1) as Point)[0];
    const { anomalies, run } = outcome(settings, [
      ...jumped,
      ...later,
      [last + 60 * year, 50],
      [last + 60 * year + minute, 50],
    ]);
    expect(sane(anomalies)).toBe(true);
    // Nothing stays open through the silence
    expect(anomalies.filter((a) => a.startedAt < start + year && a.endedAt === null)).toEqual([]);
    expect(run.upTo).toBe(last + 60 * year + minute);
  });

  test("takes parameters at the ends of their ranges", () => {
    const schema = z.toJSONSchema(settings.detector.params) as {
      properties: Record<string, { minimum?: number; maximum?: number }>;
    };
    for (const end of ["minimum", "maximum"] as const)
      for (const [name, p] of Object.entries(schema.properties)) {
        const value = p[end];
        if (value === undefined || Math.abs(value) > 5000) continue;
        const params = settings.detector.params.safeParse({ [name]: value });
        if (!params.success) continue;
        const run = new SeriesRun({ ...settings, params: params.data }, about, () => {});
        for (const [t, v] of points.slice(0, 120)) run.push(t, v);
        expect(run.upTo, `${name} = ${value}`).toBeGreaterThan(start);
      }
  });
});
