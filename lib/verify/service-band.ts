import type { Span } from "@/lib/math/calm-before";
import { addUp, growth, type Requests } from "./against-usual";
import type { ServiceBand } from "./judge";

/** What is usual is taken from this long before the onset, without its last minute, in which the incident may have begun unseen. */
export const usualMs = 30 * 60_000;
const guardMs = 60_000;
/** How ill it was, from this long before the execution. */
const duringMs = 2 * 60_000;

/** The times before the onset whose requests are the usual ones. Epoch ms. */
export const usualSpan = (onsetAt: number): Span => ({
  from: onsetAt - usualMs,
  to: onsetAt - guardMs,
});

/**
 * A service's golden signals around an execution.
 * @param requests its windows of all instances from the usual time on, in any order, without those of earlier troubles; start in epoch ms
 * @param alike requests of the same hour on another day, which count as usual too
 * @param anomalies on its golden signals that are open or were seen since the execution; times in epoch ms
 */
export function serviceBand(
  service: string,
  requests: readonly (Requests & { start: number })[],
  alike: readonly Requests[],
  {
    onsetAt,
    executedAt,
    usual = usualSpan(onsetAt),
  }: { onsetAt: number; executedAt: number; usual?: Span },
  anomalies: readonly { lastAt: number; endedAt: number | null }[],
): ServiceBand {
  const within = ({ from, to }: Span) => requests.filter((r) => r.start >= from && r.start < to);
  const lastBad = Math.max(...anomalies.map((a) => a.lastAt));
  const during = { from: Math.max(onsetAt, executedAt - duringMs), to: executedAt };
  const middle = (during.from + during.to) / 2;
  const early = addUp(within({ ...during, to: middle }));
  const late = addUp(within({ ...during, from: middle }));
  return {
    service,
    windows: byStart(requests.filter((r) => r.start >= executedAt && r.count > 0)),
    usual: sumOf([...within(usual), ...alike]),
    during: sumOf(within(during)),
    growing: growth(late, early),
    lastBadAt: Number.isFinite(lastBad) ? lastBad : null,
    bad: anomalies.some((a) => a.endedAt === null),
  };
}

const sumOf = (rows: readonly Requests[]): Requests | null =>
  rows.length > 0 ? addUp(rows) : null;

/** Windows of all instances added up, oldest first. */
function byStart(rows: readonly (Requests & { start: number })[]): ServiceBand["windows"] {
  return [...Map.groupBy(rows, (r) => r.start)]
    .sort(([a], [b]) => a - b)
    .map(([start, list]) => ({ start, ...addUp(list) }));
}
