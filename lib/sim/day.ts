import { shippedDetectors } from "../detect/defaults";
import type { Anomaly } from "../detect/model";
import { runSettings } from "../detect/run-settings";
import { SeriesRun } from "../detect/series-run";
import { digraph } from "../graph/digraph";
import { distances } from "../graph/distances";
import { golden, windowMs } from "../ingest/model";
import { signalOf } from "../situate/model";
import type { Terrain } from "../situate/terrain";
import { type Dice, dice, drawEstate, type Estate } from "./estate";
import { type Calls, callsOf, type Flow, flow, type Harm } from "./flow";
import { poisson } from "./poisson";
import { season } from "./season";

const dayWindows = 8640;
/** Hours in which the detectors learn before the first incident. */
const calmWindows = 900;
/** An incident begins this long after the one before, windows. */
const apartWindows = 540;
/** How long after its end a fault's way back may still be odd, ms. */
const wayBackMs = 6 * 60_000;
/** An onset may be dated this much before the window in which the fault began: counts smear over two windows. */
const earlyMs = 40_000;

/** The shipped detectors of the signals that a day has. */
const watched = [golden.requests, golden.errors, golden.p95].flatMap((metric) =>
  shippedDetectors
    .filter(({ settings }) => settings.target === `metric = ${metric}`)
    .map((shipped) => ({ ...shipped, metric })),
);

export type DayFault = {
  name: string;
  harm: Harm;
  /** Epoch ms */
  from: number;
  to: number;
  /** How many faults overlap in its incident */
  beside: number;
};

export type LabelledDay = {
  estate: Estate;
  graph: Terrain["graph"];
  changes: Terrain["changes"];
  faults: DayFault[];
  start: number;
  /** Every window in order: its end (epoch ms), and the anomalies that began, grew or ended in it */
  turns(): Generator<{ now: number; told: Anomaly[] }>;
  /** The fault that an anomaly comes from, or a name of its own for a false alarm or a blip */
  labelOf(anomaly: Anomaly): string;
};

/**
 * A labelled day of an estate of `size` speaking services: incidents of one, two and three overlapping faults that do
 * not depend on each other, deploys that have nothing to do with them, and blips of single signals. The anomalies are
 * what the shipped detectors make of the golden signals. The same seed gives the same day.
 */
export function labelledDay({ size, seed }: { size: number; seed: number }): LabelledDay {
  const roll = dice(seed * 104729 + size);
  const estate = drawEstate(size, seed);
  const start = Date.UTC(2026, 2, 2);
  const graph = digraph(estate.edges, estate.services);
  const calls = callsOf(estate, roll.next);
  const own = new Map([...estate.services, ...estate.silent].map((s) => [s, 5 + 20 * roll.next()]));
  const faults = drawFaults(estate, graph, roll, start);
  const changes = drawChanges(estate, faults, roll, start);
  const blips = drawBlips(estate, roll);
  const usual = flow(estate, calls, own, []);
  const alone = new Map(faults.map((f) => [f, flow(estate, calls, own, [f.harm])]));
  return {
    estate,
    graph,
    changes,
    faults,
    start,
    turns: () => play({ estate, calls, own, faults, blips, start, roll: dice(seed * 31 + 7) }),
    labelOf: (anomaly) => {
      let best: { name: string; effect: number } | null = null;
      for (const [f, with_] of alone) {
        if (anomaly.startedAt < f.from - earlyMs || anomaly.startedAt > f.to + wayBackMs) continue;
        const effect = effectOn(anomaly, usual, with_);
        if (effect > (best?.effect ?? 0.05)) best = { name: f.name, effect };
      }
      return best?.name ?? `alone ${anomaly.service} ${Math.floor(anomaly.startedAt / 120_000)}`;
    },
  };
}

/** How much a fault alone moves the anomaly's signal: failing share, or share of its usual latency or rate. */
function effectOn({ service, metric }: Anomaly, usual: Flow, with_: Flow): number {
  const s = service ?? "";
  const signal = signalOf(metric);
  if (signal === "errors") return 4 * ((with_.fails.get(s) ?? 0) - (usual.fails.get(s) ?? 0));
  const of = (f: Flow) => (signal === "latency" ? f.ms : f.rate).get(s) ?? 0;
  return Math.abs(of(with_) / of(usual) - 1);
}

function drawFaults(
  estate: Estate,
  graph: Terrain["graph"],
  roll: Dice,
  start: number,
): DayFault[] {
  const faults: DayFault[] = [];
  const inner = estate.services.filter((s) => !estate.gateways.includes(s));
  const reach = (s: string) => distances(graph, s, "out");
  let incident = 0;
  for (let w = calmWindows; w < dayWindows - 240; w += apartWindows) {
    const beside = [1, 2, 1, 3][incident++ % 4] ?? 1;
    const chosen: Harm[] = [];
    for (let tries = 0; chosen.length < beside && tries < 200; tries++) {
      const harm = drawHarm(roll, inner, estate, chosen.length === 0);
      const apart = chosen.every(
        (c) => !reach(c.service).has(harm.service) && !reach(harm.service).has(c.service),
      );
      if (apart) chosen.push(harm);
    }
    for (const harm of chosen) {
      const from = start + (w + roll.below(12)) * windowMs;
      faults.push({
        name: `fault ${faults.length + 1}: ${harm.service}`,
        harm,
        from,
        to: from + (40 + roll.below(60)) * windowMs,
        beside: chosen.length,
      });
    }
  }
  return faults;
}

function drawHarm(roll: Dice, inner: readonly string[], estate: Estate, first: boolean): Harm {
  const kind = roll.next();
  if (kind < 0.4) return { service: roll.pick(inner), fails: 0.15 + 0.5 * roll.next() };
  if (kind < 0.65) return { service: roll.pick(inner), ms: 150 + 500 * roll.next() };
  if (kind < 0.8) return { service: roll.pick(estate.silent), ms: 150 + 500 * roll.next() };
  if (kind < 0.93 || !first)
    return { service: roll.pick(estate.silent), fails: 0.3 + 0.7 * roll.next() };
  return { service: roll.pick(estate.gateways), surge: 1.8 + 1.5 * roll.next() };
}

function drawChanges(estate: Estate, faults: readonly DayFault[], roll: Dice, start: number) {
  const changes: { id: string; service: string; title: string; at: number }[] = [];
  const add = (service: string, at: number) =>
    changes.push({ id: `c${changes.length}`, service, title: `${service} v${changes.length}`, at });
  for (const f of faults) {
    if (!estate.silent.includes(f.harm.service) && roll.chance(0.7)) add(f.harm.service, f.from);
    if (roll.chance(0.7)) add(roll.pick(estate.services), f.from - roll.below(600_000));
  }
  for (let i = 0; i < 20; i++)
    add(roll.pick(estate.services), start + roll.below(dayWindows) * windowMs);
  return changes.sort((a, b) => a.at - b.at);
}

type Blip = { service: string; metric: string; from: number; to: number };

function drawBlips(estate: Estate, roll: Dice): Blip[] {
  return Array.from({ length: Math.round(estate.services.length / 10) }, () => {
    const from = calmWindows + roll.below(dayWindows - calmWindows);
    return {
      service: roll.pick(estate.services),
      metric: roll.chance(0.5) ? golden.p95 : golden.errors,
      from,
      to: from + 2 + roll.below(4),
    };
  });
}

function* play(world: {
  estate: Estate;
  calls: Calls;
  own: ReadonlyMap<string, number>;
  faults: readonly DayFault[];
  blips: readonly Blip[];
  start: number;
  roll: Dice;
}): Generator<{ now: number; told: Anomaly[] }> {
  const { estate, calls, own, faults, blips, start, roll } = world;
  let told = new Map<string, Anomaly>();
  const runs = estate.services.map((service, i) => ({
    service,
    signals: watched.map(({ id, settings, metric }, n) => {
      return new SeriesRun(
        runSettings(id, 1, settings),
        { id: i * 10 + n, service, metric },
        (_event, a) => told.set(a.id, a),
      );
    }),
  }));
  const normal = () =>
    Math.sqrt(-2 * Math.log(1 - roll.next())) * Math.cos(2 * Math.PI * roll.next());
  let active = "";
  let now: Flow = flow(estate, calls, own, []);
  for (let i = 0; i < dayWindows; i++) {
    const t = start + i * windowMs;
    const on = faults.filter((f) => t >= f.from && t < f.to);
    const key = on.map((f) => f.name).join();
    if (key !== active) {
      active = key;
      now = flow(
        estate,
        calls,
        own,
        on.map((f) => f.harm),
      );
    }
    const blipped = blips.filter((b) => i >= b.from && i < b.to);
    const busy = season(t);
    for (const { service, signals } of runs) {
      const count = poisson((now.rate.get(service) ?? 0) * busy * (windowMs / 1000), roll.next);
      const blip = blipped.find((b) => b.service === service)?.metric;
      const failed =
        poisson(count * (now.fails.get(service) ?? 0), roll.next) +
        (blip === golden.errors ? 0.15 * count : 0);
      const ms =
        (now.ms.get(service) ?? 0) * (1 + 0.04 * normal()) + (blip === golden.p95 ? 300 : 0);
      for (const run of signals) {
        const signal = signalOf(run.series.metric);
        if (signal === "requests") run.push(t, count / (windowMs / 1000));
        else if (count > 0) run.push(t, signal === "errors" ? Math.min(1, failed / count) : ms);
        run.pushTraffic(t, count / (windowMs / 1000));
      }
    }
    yield { now: t + windowMs, told: [...told.values()] };
    told = new Map();
  }
}
