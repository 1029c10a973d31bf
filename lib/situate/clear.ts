import type { Anomaly } from "@/lib/detect/model";

/** All members must have been over for this long before a situation clears by itself. */
export const quietMs = 60_000;
/** An open anomaly without a new point for so long (its series ended) counts as over. */
export const silentMs = 5 * 60_000;

type Lasting = Pick<Anomaly, "endedAt" | "lastAt">;

/** Epoch ms at which the last member was over; null while one goes on. */
export function quietSince(members: readonly Lasting[], now: number): number | null {
  let last = 0;
  for (const m of members) {
    const end = m.endedAt ?? (now - m.lastAt > silentMs ? m.lastAt : null);
    if (end === null) return null;
    last = Math.max(last, end);
  }
  return members.length > 0 ? last : null;
}

/** Epoch ms at which the situation went quiet if it has stayed so for `quietMs`, else null. */
export function clearedAt(members: readonly Lasting[], now: number): number | null {
  const since = quietSince(members, now);
  return since !== null && now - since >= quietMs ? since : null;
}
