import { z } from "zod";
import { callees } from "@/lib/graph/digraph";
import { windowMs } from "@/lib/ingest/model";
import { quantile } from "@/lib/math/quantile";
import { theilSen } from "@/lib/math/theil-sen";
import { defineCheck, type Judgement } from "../check";
import { before, type Data, type Scene, usualNeeds } from "../scene";
import { byWindow, tally, tallyEdges } from "../tally";

const params = z.object({
  more: z.number().min(1.5).default(3).meta({
    title: "Pile",
    description: "At this multiple of the usual a queue, or requests in flight, are a pile.",
  }),
  rising: z.number().min(0).max(1).default(0.5).meta({
    title: "Rising",
    description: "How steadily it must grow: the share of rising over falling pairs (Kendall's τ).",
  }),
});

/** Depth and lag of queues as the common senders call them. */
const metrics = [
  "messaging.queue.depth",
  "messaging.queue.messages",
  "rabbitmq.message.current",
  "kafka.consumer_group.lag",
  "kafka.consumer.records_lag",
  "aws.sqs.approximate_number_of_messages_visible",
  "aws.sqs.approximate_age_of_oldest_message",
  "db.client.connection.pending_requests",
  "http.server.active_requests",
  "jvm.executor.queue.size",
];

type Pile = { service: string; what: string; now: number; usual: number; growing: boolean };

/**
 * Queues that grow, where somebody measures them, and requests in flight where nobody does: by Little's law rate × time taken.
 * The deepest service at which things pile up works more slowly than its work comes in.
 */
export const queueGrowth = defineCheck({
  name: "queue-growth",
  title: "Queues",
  asks: "Does work pile up somewhere, and does it still grow?",
  params,
  needs: (scene) => [
    ...usualNeeds(scene),
    {
      kind: "series",
      services: scene.services,
      metrics,
      from: before(scene).from,
      to: scene.now,
    },
  ],
  judge(scene, data, p): Judgement {
    const rows = [...measured(data), ...inFlight(scene, data)];
    const judged = rows.flatMap((r) => judgePoints(scene, r, p) ?? []);
    if (judged.length === 0)
      return { outcome: "inconclusive", says: "Too little is known from before and since onset." };
    const piles = judged.filter((r) => r.now >= p.more * r.usual && r.now >= 1);
    const names = new Set(piles.map((r) => r.service));
    const deepest = piles
      .filter((r) => !callees(scene.graph, r.service).some((c) => names.has(c)))
      .sort(
        (a, b) => Number(b.growing) - Number(a.growing) || b.now / b.usual - a.now / a.usual,
      )[0];
    if (!deepest) return { outcome: "ok", says: "Nothing piles up." };
    return {
      outcome: "interesting",
      says: `${deepest.what} at ${deepest.service}: ${show(deepest.now)}, usually ${show(deepest.usual)}${deepest.growing ? ", and growing" : ""}.`,
      votes: [{ kind: "service", ref: deepest.service, weight: 0.3 }],
      evidence: { piles },
    };
  },
});

type Points = { service: string; what: string; points: readonly (readonly [number, number])[] };

const measured = (data: Data): Points[] =>
  data.series
    .filter((s) => metrics.includes(s.metric))
    .map(({ service, metric, points }) => ({ service, what: metric, points }));

/** Requests in flight per window: the ms that they took in all, over the window's ms; of silent services as their callers see it. */
const inFlight = (scene: Scene, data: Data): Points[] => [
  ...[...new Set(data.requests.map((r) => r.service))].map((service) => ({
    service,
    what: "Requests in flight",
    points: byWindow(data.requests.filter((r) => r.service === service)).map(
      ([t, rows]) => [t, tally(rows).sumMs / windowMs] as const,
    ),
  })),
  ...[...scene.silent].map((service) => ({
    service,
    what: "Calls in flight",
    points: byWindow(data.edges.filter((e) => e.callee === service)).map(
      ([t, rows]) => [t, tallyEdges(rows).sumMs / windowMs] as const,
    ),
  })),
];

function judgePoints(
  scene: Scene,
  { service, what, points }: Points,
  p: z.infer<typeof params>,
): Pile | null {
  const usual = points.filter(([t]) => t < before(scene).to).map(([, v]) => v);
  // The newest window may still be filling.
  const since = points.filter(([t]) => t >= scene.onsetAt && t < scene.now - 10_000);
  if (usual.length < 6 || since.length < 2) return null;
  const { tau } = theilSen(
    since.map(([t]) => t),
    since.map(([, v]) => v),
  );
  return {
    service,
    what,
    now: quantile(
      since.slice(-3).map(([, v]) => v),
      0.5,
    ),
    usual: quantile(usual, 0.5),
    growing: since.length >= 4 && tau >= p.rising,
  };
}

const show = (v: number) => (v >= 10 ? v.toFixed(0) : v.toFixed(1));
