import { z } from "zod";
import { theilSen } from "@/lib/math/theil-sen";
import { defineCheck, type Judgement } from "../check";
import type { Vote } from "../model";
import { type Candidate, type Scene, type SeriesRow, usualNeeds } from "../scene";
import { lasting } from "../tally";

const params = z.object({
  minGrowth: z.number().min(0.05).default(0.3).meta({
    title: "Growth that counts",
    description: "Memory must have grown by this share of where it started.",
  }),
  minPerMinute: z.number().min(0).default(0.02).meta({
    title: "Growth per minute",
    description: "And by at least this share of it each minute.",
  }),
  minTau: z.number().min(0).max(1).default(0.6).meta({
    title: "Steadiness",
    description: "Kendall's τ of the floor under the garbage collector's saw teeth.",
  }),
});

/** Used memory by name: stock Node instrumentation, the process conventions, and the older runtime names. */
const metrics = [
  "v8js.memory.heap.used",
  "process.memory.usage",
  "process.runtime.nodejs.memory.heap.total",
  "process.runtime.jvm.memory.usage",
  "jvm.memory.used",
  "process_resident_memory_bytes",
];
/** The floor of this much time takes a collector's saw teeth out. */
const floorMs = 30_000;
const lookBackMs = 40 * 60_000;

/** Whether the memory of a failing service's instances only grows, and since which change. */
export const resourceLeak = defineCheck({
  name: "resource-leak",
  title: "Memory growth",
  asks: "Does the memory of an instance grow without falling back?",
  params,
  needs: (scene) => [
    {
      kind: "series",
      services: abnormal(scene),
      metrics,
      from: scene.onsetAt - lookBackMs,
      to: scene.now,
    },
    ...usualNeeds(scene).filter((n) => n.kind === "requests"),
  ],
  judge(scene, data, p): Judgement {
    if (data.series.length === 0)
      return { outcome: "skipped", says: "The failing services report no memory use." };
    const leaks = growing(scene, data.series, p);
    const worst = leaks[0];
    if (!worst) return { outcome: "ok", says: "No instance's memory grows steadily." };
    const version = data.requests.find(
      (r) => r.service === worst.service && r.instance === worst.instance && r.count > 0,
    )?.version;
    const deploy = scene.changes
      .filter(
        (c) =>
          c.service === worst.service && c.kind === "deploy" && c.begunAt <= worst.from + 120_000,
      )
      .filter((c) => !version || !c.to || c.to === version)
      .toSorted((a, b) => b.begunAt - a.begunAt)[0];
    const votes: Vote[] = [{ kind: "service", ref: worst.service, weight: 0.7 }];
    if (deploy) votes.push({ kind: "change", ref: deploy.id, weight: 4 });
    return {
      outcome: "interesting",
      says: `Memory of ${worst.service} ${worst.instance} grew from ${megabytes(worst.low)} to ${megabytes(worst.high)} in ${lasting(worst.to - worst.from)} without falling back${sinceWords(deploy)}.`,
      votes,
      evidence: { leaks },
    };
  },
});

const abnormal = (scene: Scene) => [
  ...new Set(scene.members.flatMap((m) => (m.service === null ? [] : [m.service]))),
];
const sinceWords = (deploy: Candidate | undefined) => (deploy ? `, since ${deploy.title}` : "");
const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;

type Leak = {
  service: string;
  instance: string;
  metric: string;
  from: number;
  to: number;
  low: number;
  high: number;
};

function growing(scene: Scene, series: readonly SeriesRow[], p: z.infer<typeof params>): Leak[] {
  const byInstance = new Map<string, SeriesRow[]>();
  for (const row of series) {
    const instance = row.tags["service.instance.id"] ?? row.tags.instance ?? "";
    const key = `${row.service}\t${instance}\t${row.metric}`;
    byInstance.set(key, [...(byInstance.get(key) ?? []), row]);
  }
  const leaks: Leak[] = [];
  for (const [key, rows] of byInstance) {
    const [service = "", instance = "", metric = ""] = key.split("\t");
    const floor = floorOf(rows);
    const live = floor.at(-1)?.[0] ?? 0;
    if (floor.length < 4 || live < scene.onsetAt - 60_000) continue;
    const t = floor.map(([at]) => at / 60_000);
    const v = floor.map(([, value]) => value);
    const { slope, tau } = theilSen(t, v);
    const low = v[0] ?? 0;
    const high = v.at(-1) ?? 0;
    const steady = tau >= p.minTau && slope >= p.minPerMinute * low;
    if (steady && high >= (1 + p.minGrowth) * low && high - low >= 10e6)
      leaks.push({ service, instance, metric, from: floor[0]?.[0] ?? 0, to: live, low, high });
  }
  return leaks.sort((a, b) => b.high / b.low - a.high / a.low);
}

/** Least total of an instance's heap spaces in each half minute, after its first minute of warming up. */
function floorOf(rows: readonly SeriesRow[]): [number, number][] {
  const total = new Map<number, number>();
  for (const row of rows)
    for (const [t, value] of row.points) {
      const at = Math.floor(t / 1000) * 1000;
      total.set(at, (total.get(at) ?? 0) + value);
    }
  const start = Math.min(...total.keys());
  const floor = new Map<number, number>();
  for (const [t, value] of total) {
    if (t < start + 60_000) continue;
    const slot = Math.floor(t / floorMs) * floorMs;
    floor.set(slot, Math.min(floor.get(slot) ?? Number.POSITIVE_INFINITY, value));
  }
  return [...floor].sort((a, b) => a[0] - b[0]);
}
