import type { ShownAnomaly } from "./metrics-anomalies";

export type Health = "ok" | "weak" | "strong" | "unknown";

const badness = { unknown: 0, ok: 1, weak: 2, strong: 3 } as const;
export const worse = (a: Health, b: Health): Health => (badness[a] >= badness[b] ? a : b);

/** What detectors say of a service: the worst of its anomalies. */
export function healthOf(anomalies: readonly ShownAnomaly[], heard: boolean): Health {
  if (anomalies.some((a) => a.level === "STRONG")) return "strong";
  if (anomalies.length > 0) return "weak";
  return heard ? "ok" : "unknown";
}

/** The worst level of all services in each of `count` equal parts of the range. */
export function healthSlots(
  anomalies: readonly ShownAnomaly[],
  { from, to, count }: { from: number; to: number; count: number },
): Health[] {
  const width = (to - from) / count;
  return Array.from({ length: count }, (_, i) => {
    const a = from + i * width;
    const here = anomalies.filter(
      (x) => !x.muted && x.startedAt < a + width && (x.endedAt ?? Number.POSITIVE_INFINITY) > a,
    );
    return healthOf(here, true);
  });
}
