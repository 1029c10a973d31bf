import { describe, expect, test } from "vitest";
import { nextRandom, uniform } from "@/lib/math/random";
import { series } from "@/lib/series/notation";
import type { AnomalyEvent } from "./anomaly-run";
import { detectors } from "./detectors";
import { type Anomaly, type Counts, counts } from "./model";
import { runSettings } from "./run-settings";
import { SeriesRun } from "./series-run";
import { decodeState, encodeState } from "./state-codec";

const start = Date.UTC(2026, 10, 22);
const everyMs = 10_000;
const at = (i: number) => start + i * everyMs;

const settingsOf = (what: Partial<Counts> = {}, algorithm = "constant-threshold", version = 1) =>
  runSettings("d", version, {
    algorithm,
    params:
      algorithm === "constant-threshold" ? { weakUpper: 10, strongUpper: 20, weakLower: -10 } : {},
    counts: counts.parse({ closeAfter: 2, ...what }),
  });

/** Runs a notation (NaN points are left out, as a series without a sample) and tells what happened, in short. */
function follow(notation: string, what: Partial<Counts> = {}) {
  const told: string[] = [];
  const short = (event: AnomalyEvent, a: Anomaly) =>
    told.push(`${event} ${(a.startedAt - start) / everyMs}-${(a.lastAt - start) / everyMs}`);
  const run = new SeriesRun(settingsOf(what), { id: 1, service: "s", metric: "m" }, short);
  series(notation).forEach((v, i) => {
    if (!Number.isNaN(v)) run.push(at(i), v);
  });
  return told;
}

describe("from points to anomalies", () => {
  test("opens at once, grows, and closes after two ordinary points", () =>
    expect(follow("1x5 15x2 1x5")).toEqual(["opened 5-5", "grown 5-6", "closed 5-6"]));

  test("one ordinary point in between does not close it", () =>
    expect(follow("1x5 15 1 15 1x2")).toEqual(["opened 5-5", "grown 5-7", "closed 5-7"]));

  test("a missing point in between is neither odd nor ordinary", () =>
    expect(follow("1x5 15 1 _ 1 1")).toEqual(["opened 5-5", "closed 5-5"]));

  test("becoming STRONG is news", () =>
    expect(follow("1x5 15 25 26 1x2")).toEqual([
      "opened 5-5",
      "stronger 5-6",
      "grown 5-7",
      "closed 5-7",
    ]));

  test("two of three: begins at the first of them, a single odd point is nothing", () => {
    expect(follow("1x5 15 1x5", { m: 2, n: 3 })).toEqual([]);
    expect(follow("1x5 15 1 15 1x3", { m: 2, n: 3 })).toEqual(["opened 5-7", "closed 5-7"]);
    expect(follow("1x5 15 1 1 15 1x3", { m: 2, n: 3 })).toEqual([]);
  });

  test("a silence of more than five minutes ends it where it was last odd", () =>
    expect(follow("1x5 15 15 _x40 15 1 1")).toEqual([
      "opened 5-5",
      "grown 5-6",
      "closed 5-6",
      "opened 47-47",
      "closed 47-47",
    ]));

  test("direction, absolute and relative distance all have to be met", () => {
    expect(follow("1x5 15 1 -15 1 1", { direction: "below" })).toEqual([
      "opened 7-7",
      "closed 7-7",
    ]);
    expect(follow("1x5 12 1 16 1 1", { minAbsolute: 5 })).toEqual(["opened 7-7", "closed 7-7"]);
    const ewma = settingsOf({ minAbsolute: 5, minRelative: 0.5 }, "ewma");
    const found: number[] = [];
    const run = new SeriesRun(ewma, { id: 1, service: null, metric: "m" }, (e, a) => {
      if (e === "opened") found.push(a.peakValue);
    });
    series("20x10 21x10 20x10 21x10 28x1 20x10 40x1 20x10").forEach((v, i) => {
      run.push(at(i), v);
    });
    expect(found).toEqual([40]);
  });
});

test("an anomaly says what it is of and what its peak was", () => {
  const found = new Map<string, Anomaly>();
  const run = new SeriesRun(settingsOf(), { id: 7, service: "pricing", metric: "m" }, (_, a) =>
    found.set(a.id, a),
  );
  series("1x5 15 25 21 1x2").forEach((v, i) => {
    run.push(at(i), v);
  });
  expect([...found.values()]).toEqual([
    {
      id: `d.7.${at(5).toString(36)}`,
      seriesId: 7,
      detectorId: "d",
      detectorVersion: 1,
      service: "pricing",
      metric: "m",
      level: "STRONG",
      direction: "above",
      startedAt: at(5),
      lastAt: at(7),
      endedAt: at(8),
      points: 3,
      peakAt: at(6),
      peakValue: 25,
      peakExpected: null,
      peakLower: -10,
      peakUpper: 10,
      peakScore: expect.any(Number),
      muted: null,
    },
  ]);
});

test("no point is judged before the detector has warmed up", () => {
  const opened: number[] = [];
  const run = new SeriesRun(settingsOf({}, "ewma"), { id: 1, service: null, metric: "m" }, (_, a) =>
    opened.push(a.startedAt),
  );
  series("1 100 1 500 1x20").forEach((v, i) => {
    run.push(at(i), v);
  });
  expect(opened).toEqual([]);
});

test("a series that falls silent is overdue, and goes on where it was when it returns", () => {
  const told: AnomalyEvent[] = [];
  const run = new SeriesRun(settingsOf(), { id: 1, service: null, metric: "m" }, (e) =>
    told.push(e),
  );
  series("1x5 15x3").forEach((v, i) => {
    run.push(at(i), v);
  });
  expect(run.overdue(at(7) + 300_000)).toBeNull();
  expect(run.overdue(at(7) + 300_001)).toMatchObject({ startedAt: at(5), endedAt: at(7) });
  run.push(at(20), 15);
  expect(told).toEqual(["opened", "grown", "grown", "grown"]);
});

test("a new version goes on with the open anomaly and its id", () => {
  const found = new Map<string, Anomaly>();
  const keep = (_: AnomalyEvent, a: Anomaly) => found.set(a.id, a);
  const about = { id: 1, service: null, metric: "m" };
  const old = new SeriesRun(settingsOf(), about, keep);
  series("1x5 15x3").forEach((v, i) => {
    old.push(at(i), v);
  });
  const next = new SeriesRun(settingsOf({ closeAfter: 1 }, "constant-threshold", 2), about, keep);
  next.train(at(7), 15);
  next.adopt(old);
  next.push(at(8), 25);
  next.push(at(9), 1);
  next.push(at(10), 15);
  expect(
    [...found.values()].map((a) => [a.detectorVersion, a.startedAt, a.endedAt, a.points]),
  ).toEqual([
    [1, at(5), at(9), 4],
    [2, at(10), null, 1],
  ]);
});

test("a state fits what it was saved by, and not a detector that keeps other things", () => {
  const of = (algorithm: string, what: Partial<Counts> = {}) => settingsOf(what, algorithm);
  const saved = (algorithm: string, what: Partial<Counts> = {}) => {
    const run = new SeriesRun(of(algorithm, what), { id: 1, service: null, metric: "m" }, () => {});
    series("1x100 50 1x50 80").forEach((v, i) => {
      run.push(at(i), v);
    });
    return decodeState(encodeState(run.save()));
  };
  const gate = { minTraffic: { metric: "r", atLeast: 1 } };
  for (const algorithm of Object.keys(detectors)) {
    expect(SeriesRun.fits(of(algorithm), saved(algorithm))).toBe(true);
    expect(SeriesRun.fits(of(algorithm, gate), saved(algorithm, gate))).toBe(true);
  }
  expect(SeriesRun.fits(of("ewma"), saved("universal"))).toBe(false);
  expect(SeriesRun.fits(of("universal"), saved("ewma"))).toBe(false);
  expect(SeriesRun.fits(of("ewma", gate), saved("ewma"))).toBe(false);
  expect(SeriesRun.fits(of("ewma"), {})).toBe(false);
});

/** A seeded world: one series with incidents and gaps, and its traffic that comes and goes. */
function world(seed: number) {
  let state = seed;
  const random = () => {
    state = nextRandom(state);
    return uniform(state);
  };
  type Event = { own: boolean; t: number; value: number };
  const own: Event[] = [];
  const traffic: Event[] = [];
  let bad = 0;
  let quiet = 0;
  for (let i = 0; i < 600; i++) {
    if (random() < 0.02) bad = 1 + Math.floor(random() * 15);
    if (random() < 0.02) quiet = 1 + Math.floor(random() * 60);
    bad--;
    quiet--;
    if (random() < 0.95)
      own.push({ own: true, t: at(i), value: bad > 0 ? 12 + 20 * random() : random() });
    if (quiet <= 0) traffic.push({ own: false, t: at(i), value: random() < 0.9 ? 10 : 1 });
  }
  /** Any interleaving that keeps each in its own order, neither far ahead of the other. */
  const woven = () => {
    const out: Event[] = [];
    for (let a = 0, b = 0; a < own.length || b < traffic.length; ) {
      const x = own[a];
      const y = traffic[b];
      const first =
        !y || (x && (x.t < y.t - 50 * everyMs || (x.t < y.t + 50 * everyMs && random() < 0.5)));
      const next = first ? x : y;
      if (next) out.push(next);
      if (first) a++;
      else b++;
    }
    return out;
  };
  return { random, woven };
}

const gated = settingsOf({ m: 2, n: 3, minTraffic: { metric: "r", atLeast: 5 } });
const table = (events: { own: boolean; t: number; value: number }[], random?: () => number) => {
  const found = new Map<string, Anomaly>();
  const about = { id: 1, service: "s", metric: "m" };
  const keep = (_: AnomalyEvent, a: Anomaly) => found.set(a.id, a);
  let run = new SeriesRun(gated, about, keep);
  let saved = encodeState(run.save());
  let safe = 0;
  for (let i = 0; i < events.length; i++) {
    // A crash: back to the saved state, and to any offset that is not beyond it
    if (random && random() < 0.02) {
      run = new SeriesRun(gated, about, keep, decodeState(saved));
      i = Math.max(0, safe - Math.floor(random() * 40));
    }
    const e = events[i];
    if (e?.own) run.push(e.t, e.value);
    else if (e) run.pushTraffic(e.t, e.value);
    if (random && random() < 0.05) {
      saved = encodeState(run.save());
      safe = i + 1;
    }
  }
  return [...found.values()].sort((a, b) => a.startedAt - b.startedAt);
};

test("the outcome does not depend on which of point and traffic comes first", () => {
  let all = 0;
  for (let seed = 1; seed <= 30; seed++) {
    const { woven } = world(seed);
    const expected = table(woven());
    for (let k = 0; k < 3; k++) expect(table(woven())).toEqual(expected);
    all += expected.length;
  }
  expect(all).toBeGreaterThan(60);
});

test("crashes and replays at any moment change nothing", () => {
  for (let seed = 1; seed <= 60; seed++) {
    const { woven, random } = world(seed);
    const events = woven();
    expect(table(events, random)).toEqual(table(events));
  }
});
