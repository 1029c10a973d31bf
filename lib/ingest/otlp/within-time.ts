import type { SenderMetrics } from "./read-metrics";

/** The points with a time in [fromMs, toMs]; the others are left out and counted. */
export function withinTime(
  from: readonly SenderMetrics[],
  fromMs: number,
  toMs: number,
): { from: SenderMetrics[]; rejected: number } {
  let rejected = 0;
  const kept = <P extends { atMs: number }>(points: P[]): P[] => {
    const inside = points.filter((p) => p.atMs >= fromMs && p.atMs <= toMs);
    rejected += points.length - inside.length;
    return inside;
  };
  const senders = from.map(({ sender, metrics }) => ({
    sender,
    metrics: metrics.map((m) =>
      m.kind === "histogram" ? { ...m, points: kept(m.points) } : { ...m, points: kept(m.points) },
    ),
  }));
  return { from: senders, rejected };
}
