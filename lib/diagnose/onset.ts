import type { Anomaly } from "@/lib/detect/model";
import { isAdverse } from "@/lib/situate/model";

/** Anomalies of one service with a shorter pause between them are one episode. */
const pauseMs = 60_000;

/**
 * Epoch ms at which a set of anomalies began to hurt: the start of its latest episode, so that trouble which had passed
 * before does not date the one at hand. STRONG anomalies tell it where there are any. Null when none hurts.
 */
export function onsetOf(members: readonly Anomaly[]): number | null {
  const adverse = members.filter(isAdverse);
  const strong = adverse.filter((a) => a.level === "STRONG");
  const telling = (strong.length > 0 ? strong : adverse).toSorted(
    (a, b) => a.startedAt - b.startedAt,
  );
  let start: number | null = null;
  let until = Number.NEGATIVE_INFINITY;
  for (const a of telling) {
    if (a.startedAt > until + pauseMs) start = a.startedAt;
    until = Math.max(until, a.endedAt ?? Number.POSITIVE_INFINITY);
  }
  return start;
}

/** Onset of each service that has a hurtful anomaly, first to break first. */
export function onsets(members: readonly Anomaly[]): Map<string, number> {
  const byService = new Map<string, Anomaly[]>();
  for (const m of members)
    if (m.service !== null) byService.set(m.service, [...(byService.get(m.service) ?? []), m]);
  const found: [string, number][] = [];
  for (const [service, list] of byService) {
    const at = onsetOf(list);
    if (at !== null) found.push([service, at]);
  }
  return new Map(found.sort((a, b) => a[1] - b[1] || (a[0] < b[0] ? -1 : 1)));
}
