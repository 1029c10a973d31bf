import type { Anomaly } from "@/lib/detect/model";
import { isAdverse, leaning, signalOf } from "./model";
import { type Memory, trustKey } from "./terrain";

const strong = 0.8;
const weakGolden = 0.45;
const weakOther = 0.3;
const passing = 0.15;
/** What lasts is hardly chance: a WEAK one gains up to this from three to thirty points (five minutes of 10 s windows). */
const lasting = 0.15;
const firstPoints = 3;
const lastingPoints = 30;

/**
 * How sure one can be that a group is something to act on, 0–1: 1 − Π (1 − p) over its different signals, where p is
 * 0.80 for a STRONG anomaly, 0.45 for a WEAK one of a golden signal that lasted two points, 0.30 for another WEAK one,
 * 0.15 for one that passed; a WEAK one gains 0.15 as it goes on to thirty points. p50, p95 and p99 of a service are one signal. What hurts nobody and what flaps counts 0.
 * Confirmed and discarded candidates move p of their signal: by ±60 % at most for WEAK, half of that for STRONG.
 */
export function evidenceOf(
  members: readonly Anomaly[],
  memory: Memory,
  flapping: ReadonlySet<number> = new Set(),
): number {
  const best = new Map<string, number>();
  for (const a of members) {
    if (!isAdverse(a) || flapping.has(a.seriesId)) continue;
    const signal = signalOf(a.metric);
    const key = `${a.service}\n${signal === "other" ? a.metric : signal}`;
    best.set(key, Math.max(best.get(key) ?? 0, chanceOf(a, memory)));
  }
  let none = 1;
  for (const p of best.values()) none *= 1 - p;
  return 1 - none;
}

function chanceOf(a: Anomaly, { trust }: Memory): number {
  const learned = trust.get(trustKey(a.service, a.metric));
  const lean = learned ? leaning(learned) : 0;
  if (a.level === "STRONG") return strong * (1 + lean / (lean > 0 ? 4 : 2));
  if (a.points < 2) return passing * (1 + lean);
  const lasts = Math.max(0, Math.min(1, (a.points - firstPoints) / (lastingPoints - firstPoints)));
  const p = (signalOf(a.metric) === "other" ? weakOther : weakGolden) + lasting * lasts;
  return p * (1 + lean);
}
