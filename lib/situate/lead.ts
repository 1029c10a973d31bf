import type { Anomaly } from "@/lib/detect/model";
import { topmost } from "@/lib/graph/topmost";
import { smearMs } from "./affinity";
import { isAdverse, type Signal, signalOf } from "./model";
import type { Terrain } from "./terrain";

/** One service of a situation, its hurtful anomalies by signal. */
export type Place = {
  service: string;
  onset: number;
  signals: ReadonlyMap<Signal, Anomaly>;
  strong: boolean;
};

/** The situation's services, first to break first. A STRONG anomaly's onset counts before a WEAK one's. */
export function placesOf(members: readonly Anomaly[]): Place[] {
  const byService = new Map<string, Anomaly[]>();
  for (const m of members)
    if (m.service !== null && isAdverse(m))
      byService.set(m.service, [...(byService.get(m.service) ?? []), m]);
  return [...byService]
    .map(([service, list]) => {
      const strong = list.filter((a) => a.level === "STRONG");
      const telling = strong.length > 0 ? strong : list;
      const signals = new Map<Signal, Anomaly>();
      for (const a of list) {
        const had = signals.get(signalOf(a.metric));
        if (!had || a.peakScore > had.peakScore) signals.set(signalOf(a.metric), a);
      }
      return {
        service,
        onset: Math.min(...telling.map((a) => a.startedAt)),
        signals,
        strong: strong.length > 0,
      };
    })
    .sort((a, b) => a.onset - b.onset || (a.service < b.service ? -1 : 1));
}

/**
 * Where the story begins: among the services that broke within half a minute of the first, the deepest one. Errors and
 * latency lead before a mere drop of requests, which follows wherever a caller fails; more requests than usual travel
 * down from callers, so of a surge the entry leads.
 */
export function leadOf(places: readonly Place[], land: Terrain): Place | null {
  const failing = places.filter((p) => p.signals.has("errors") || p.signals.has("latency"));
  const pool = failing.length > 0 ? failing : places;
  const first = Math.min(...pool.map((p) => p.onset));
  const early = pool.filter((p) => p.onset <= first + smearMs);
  const surging = places.filter((p) => isSurge(p) && p.onset <= first + smearMs);
  const entry = topmost(
    places.map((p) => p.service),
    land.below,
  );
  const top = surging.find((p) => p.service === entry);
  if (top) return top;
  const deeper = (p: Place) =>
    early.filter((q) => q !== p && land.below(p.service).has(q.service)).length;
  return (
    [...early].sort(
      (a, b) =>
        deeper(a) - deeper(b) ||
        Number(b.strong) - Number(a.strong) ||
        a.onset - b.onset ||
        (a.service < b.service ? -1 : 1),
    )[0] ?? null
  );
}

export const isSurge = (p: Place): boolean => p.signals.get("requests")?.direction === "above";
