import { traceContrast } from "./trace-contrast";
import type { TraceProfile } from "./trace-profile";

/** The traces of one window; `richer` when log lines are known with the spans, so that only its like compares with it. */
export type TraceWindow = { richer: boolean; profile: TraceProfile };

/** How unusual what a service itself does is, in usual spreads, and in words. */
export type Direct = { score: number; says: string };

/**
 * What the windows since onset, in order, say against each service beside usual windows. A code path that is left counts by
 * the last of the richest windows; times and failures must stay unusual in all windows, and count by the mildest.
 */
export function traceEvidence(
  since: readonly TraceWindow[],
  usual: readonly TraceWindow[],
): Map<string, Direct> {
  const found = new Map<string, Direct>();
  const raise = (service: string, direct: Direct) => {
    if ((found.get(service)?.score ?? -1) < direct.score) found.set(service, direct);
  };
  const lasting = new Map<string, { service: string; direct: Direct; seen: number }>();
  const last = since.filter((w) => w.richer).at(-1) ?? since.at(-1);
  for (const window of since) {
    const like = usual.filter((u) => u.richer === window.richer).map((u) => u.profile);
    for (const [service, signals] of traceContrast(window.profile, like))
      for (const { kind, score, says } of signals) {
        if (kind === "flow") {
          if (window === last) raise(service, { score, says });
          continue;
        }
        const key = `${kind} ${service}`;
        const known = lasting.get(key);
        const milder = known && known.direct.score < score ? known.direct : { score, says };
        lasting.set(key, { service, direct: milder, seen: (known?.seen ?? 0) + 1 });
      }
  }
  for (const { service, direct, seen } of lasting.values())
    if (seen === since.length) raise(service, direct);
  return found;
}
