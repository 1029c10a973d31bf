/** A stretch of time, epoch ms; `to` is not in it. */
export type Span = { from: number; to: number };

/** So far back calm time is looked for. */
const reachMs = 2 * 3_600_000;
/** With less calm time than this, trouble is what is usual here. */
const leastMs = 5 * 60_000;

/** What counts as usual before an onset: from when on, and the earlier troubles in it that do not count. */
export type Usual = { from: number; troubles: readonly Span[] };

/**
 * The usual before `until` without earlier troubles, which would make the one at hand look ordinary: it reaches so far back
 * that the calm time in it adds up to `lengthMs`, at most two hours. Null when hardly any time was calm: then the plain time
 * before is the usual.
 */
export function calmBefore(
  until: number,
  lengthMs: number,
  troubles: readonly Span[],
): Usual | null {
  const told = merged(troubles.filter((t) => t.to > until - reachMs && t.from < until));
  let wanted = lengthMs;
  let edge = until;
  for (const trouble of told.toReversed()) {
    const calm = Math.max(0, edge - trouble.to);
    if (calm >= wanted) break;
    wanted -= calm;
    edge = Math.min(edge, trouble.from);
  }
  const from = Math.max(edge - wanted, until - reachMs);
  const calm = lengthMs - wanted + Math.max(0, edge - from);
  return calm < leastMs ? null : { from, troubles: told.filter((t) => t.to > from) };
}

/** Spans in order, those that meet as one. */
function merged(spans: readonly Span[]): Span[] {
  const out: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.from - b.from)) {
    const last = out.at(-1);
    if (last && span.from <= last.to) last.to = Math.max(last.to, span.to);
    else out.push({ ...span });
  }
  return out;
}

/** Whether a moment, epoch ms, lies in none of the spans. */
export const calmAt = (troubles: readonly Span[], at: number): boolean =>
  !troubles.some((t) => t.from <= at && at < t.to);
