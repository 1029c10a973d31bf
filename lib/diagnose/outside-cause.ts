/** Causes outside the code that say so themselves; each pattern with the sentence that it stands for. */
const told: readonly [RegExp, string][] = [
  [
    /certificate (has |is )?(expired|not yet valid)|cert(ificate)?[ _-]expir/i,
    "A certificate has expired.",
  ],
  [
    /no such host|ENOTFOUND|SERVFAIL|name resolution|server misbehaving|EAI_AGAIN|NXDOMAIN/i,
    "Names are not resolved.",
  ],
  [
    /NodeUnderPressure|MemoryPressure|DiskPressure|CPUThrottlingHigh|node .{0,40}(contended|under .{0,30}load|pressure)|noisy neighbou?r/i,
    "The machine below is overloaded by somebody else.",
  ],
  [/no space left on device|disk (is )?full/i, "A disk is full."],
  [
    /(region|zone)\b.{0,60}(outage|impair|degraded)|provider (outage|incident)/i,
    "The provider has an incident.",
  ],
  [
    /NodeNotReady|node .{0,30}(not ready|preempted|evicted)|spot (instance )?(interruption|reclaim)/i,
    "A machine went away.",
  ],
  [
    /(license|licence|subscription|api key|token|credential|secret)s? (has |have |is |are )?expired|account (is )?suspended/i,
    "A credential or licence has expired.",
  ],
  [/clock skew|leap second|time drift/i, "A clock is wrong."],
];

/** An event of a provider's or the platform's own status page; `at` in epoch ms. */
export type StatusEvent = { at: number; status: string; says: string };

const healthy = /operat|normal|resolved|ok\b|available|info/i;
/** A status event this near to the onset explains it. */
const nearMs = 15 * 60_000;

/**
 * The cause outside of all changes that the evidence itself names, in a sentence, or null. `texts` are what newly began to be
 * logged or alerted; a status page counts when it reports trouble about when it broke.
 */
export function outsideCause(
  texts: readonly string[],
  events: readonly StatusEvent[],
  brokeAt: number,
): string | null {
  const event = events.find((e) => !healthy.test(e.status) && Math.abs(e.at - brokeAt) <= nearMs);
  if (event) return `A status page reports trouble since about then: ${event.says}`;
  for (const [pattern, says] of told) if (texts.some((t) => pattern.test(t))) return says;
  return null;
}
