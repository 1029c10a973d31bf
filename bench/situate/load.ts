import type { Anomaly } from "@/lib/detect/model";
import { digraph } from "@/lib/graph/digraph";
import { golden } from "@/lib/ingest/model";
import { dice, drawEstate } from "@/lib/sim/estate";
import { Board } from "@/lib/situate/board";
import { terrain } from "@/lib/situate/terrain";

const dayMs = 86_400_000;
const turnMs = 10_000;
const marks = [1000, 10_000, 100_000] as const;

export type Load = {
  anomalies: number;
  seconds: number;
  /** Growth of the heap over the day, MiB; every member is kept */
  heapMib: number;
  situations: number;
  /** Microseconds per anomaly over the last thousand before each mark */
  costMicros: Record<number, number>;
};

/** A day of 100,000 anomalies on 500 services: a storm of one fault a quarter of an hour and noise all day. */
export function benchLoad(total = 100_000): Load {
  const roll = dice(5);
  const estate = drawEstate(500, 5);
  const land = terrain(digraph(estate.edges, estate.services), estate.silent);
  const start = Date.UTC(2026, 2, 2);
  const onsets = Array.from({ length: total }, () => {
    const storm = Math.floor(roll.next() * 96);
    const noise = roll.chance(0.3);
    const at = noise ? roll.next() * dayMs : storm * 900_000 + roll.next() * 240_000;
    return { at: Math.floor(at / turnMs) * turnMs, storm: noise ? null : storm };
  }).sort((a, b) => a.at - b.at);
  const reach = new Map<number, string[]>();
  const board = new Board();
  const ends: Anomaly[][] = [];
  const costMicros: Record<number, number> = {};
  let done = 0;
  let spent = 0;
  let window = { done: 0, spent: 0 };
  const heap = () => process.memoryUsage().heapUsed;
  globalThis.gc?.();
  const before = heap();
  for (let turn = 0; done < total; turn++) {
    const now = start + turn * turnMs;
    const told: Anomaly[] = ends[turn] ?? [];
    const growing = told.length;
    while (done + told.length - growing < total) {
      const next = onsets[done + told.length - growing];
      if (!next || start + next.at >= now) break;
      const service = roll.pick(next.storm === null ? estate.services : hit(next.storm));
      const a = anomaly(done + told.length, service, start + next.at);
      told.push(a);
      const end = turn + 6 + roll.below(48);
      const later = ends[end] ?? [];
      later.push({ ...a, lastAt: start + end * turnMs, endedAt: start + end * turnMs });
      ends[end] = later;
    }
    const began = performance.now();
    board.turn(now, told, land);
    spent += performance.now() - began;
    delete ends[turn];
    done += told.length - growing;
    for (const mark of marks) {
      if (done >= mark * 0.9 && window.done < mark * 0.9 && done < mark) window = { done, spent };
      if (done >= mark && costMicros[mark] === undefined)
        costMicros[mark] = (1000 * (spent - window.spent)) / Math.max(1, done - window.done);
    }
  }
  globalThis.gc?.();
  return {
    anomalies: total,
    seconds: spent / 1000,
    heapMib: (heap() - before) / 2 ** 20,
    situations: board.groups.size,
    costMicros,
  };

  /** What a storm hits: one service and everything that depends on it. */
  function hit(storm: number): string[] {
    const known = reach.get(storm);
    if (known) return known;
    const root = roll.pick(estate.services);
    const made = estate.services.filter((s) => land.below(s).has(root));
    reach.set(storm, made);
    return made;
  }
  function anomaly(n: number, service: string, at: number): Anomaly {
    const metric = roll.pick([golden.errors, golden.p95, golden.requests] as const);
    return {
      id: `l${n}`,
      seriesId: n,
      detectorId: "load",
      detectorVersion: 1,
      service,
      metric,
      level: roll.chance(0.5) ? "STRONG" : "WEAK",
      direction: "above",
      startedAt: at,
      lastAt: at,
      endedAt: null,
      points: 3,
      peakAt: at,
      peakValue: 1,
      peakExpected: 0,
      peakLower: null,
      peakUpper: null,
      peakScore: 5,
      muted: null,
    };
  }
}
