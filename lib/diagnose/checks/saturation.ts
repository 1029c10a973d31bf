import { z } from "zod";
import { quantile } from "@/lib/math/quantile";
import { defineCheck, type Judgement } from "../check";
import { before, type Scene, type SeriesRow } from "../scene";

const params = z.object({
  busy: z.number().min(0.5).max(1).default(0.9).meta({
    title: "Busy",
    description: "An event loop or CPU in use for at least this share is saturated.",
  }),
  stallMs: z.number().min(10).default(100).meta({
    title: "Stall",
    description: "Event loop delay (p99) from which requests wait noticeably.",
    unit: "ms",
  }),
});

type Rule = {
  metric: string;
  title: string;
  over(p: z.infer<typeof params>): number;
  show(v: number): string;
};

const share = (v: number) => `${Math.round(v * 100)} %`;
const rules: Rule[] = [
  {
    metric: "nodejs.eventloop.utilization",
    title: "event loop in use",
    over: (p) => p.busy,
    show: share,
  },
  {
    metric: "nodejs.eventloop.delay.p99",
    title: "event loop delay p99",
    over: (p) => p.stallMs / 1000,
    show: (v) => `${Math.round(v * 1000)} ms`,
  },
  { metric: "process.cpu.utilization", title: "CPU in use", over: (p) => p.busy, show: share },
  { metric: "container.cpu.utilization", title: "CPU in use", over: (p) => p.busy, show: share },
  {
    metric: "db.client.connection.pool.utilization",
    title: "connection pool in use",
    over: (p) => p.busy,
    show: share,
  },
];

const recentMs = 120_000;

/** Whether an instance of a failing service runs out of event loop, CPU or connections, and was not so before. */
export const saturation = defineCheck({
  name: "saturation",
  title: "Saturation",
  asks: "Does a failing service run out of CPU, event loop or connections?",
  params,
  needs: (scene) => [
    {
      kind: "series",
      services: [...new Set(scene.members.flatMap((m) => (m.service === null ? [] : [m.service])))],
      metrics: rules.map((r) => r.metric),
      from: before(scene).from,
      to: scene.now,
    },
  ],
  judge(scene, data, p): Judgement {
    if (data.series.length === 0)
      return {
        outcome: "skipped",
        says: "The failing services report nothing about their runtime.",
      };
    const found = data.series.flatMap((row) => judgeSeries(scene, row, p) ?? []);
    const full = found.filter((f) => f.full).sort((a, b) => b.now / b.limit - a.now / a.limit);
    const worst = full[0];
    if (worst)
      return {
        outcome: "interesting",
        says: `${worst.service} is saturated: ${worst.words}.`,
        votes: [{ kind: "service", ref: worst.service, weight: 0.7 }],
        evidence: { found: full },
      };
    const top = found.sort((a, b) => b.now / b.limit - a.now / a.limit)[0];
    return top
      ? { outcome: "ok", says: `Nothing is full; the nearest is ${top.service}: ${top.words}.` }
      : { outcome: "inconclusive", says: "Too few runtime measurements since onset." };
  },
});

function judgeSeries(scene: Scene, row: SeriesRow, p: z.infer<typeof params>) {
  const rule = rules.find((r) => r.metric === row.metric);
  if (!rule) return null;
  const from = Math.max(scene.onsetAt, scene.now - recentMs);
  const recent = row.points.filter(([t]) => t >= from).map(([, v]) => v);
  const usual = row.points.filter(([t]) => t < before(scene).to).map(([, v]) => v);
  if (recent.length < 2) return null;
  const now = quantile(recent, 0.5);
  const was = quantile(usual, 0.5);
  const limit = rule.over(p);
  return {
    service: row.service,
    now,
    limit,
    full: now >= limit && !(was >= limit),
    words: `${rule.title} ${rule.show(now)}${Number.isNaN(was) ? "" : `, usually ${rule.show(was)}`}`,
  };
}
