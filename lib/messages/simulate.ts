import { digestDueAt, type Held, heldBack, wants } from "./decide";
import { type HeldReason, type News, type Route, threadOf } from "./model";

export type Simulated = {
  messages: number;
  digests: number;
  held: Record<HeldReason, number>;
  /** Most messages within one hour that began with a message */
  busiestHour: number;
};

/**
 * What a route would have done with the news of a time, for one channel: the same decisions as the worker's, over history.
 * News in any order; `until` (epoch ms) is when the last digests are counted.
 */
export function simulate(route: Route, news: readonly News[], until: number): Simulated {
  const heard = { ...route, since: Number.NEGATIVE_INFINITY };
  const sent: number[] = [];
  const begun = new Set<string>();
  /** Trouble of ours → when it was told last */
  const troubles = new Map<string, number>();
  let waiting: (Held & { thread: string })[] = [];
  const out: Simulated = {
    messages: 0,
    digests: 0,
    held: { quiet: 0, limit: 0, follows: 0, late: 0, again: 0 },
    busiestHour: 0,
  };
  const digestBefore = (t: number) => {
    const due = digestDueAt(route, waiting);
    if (due === null || due > t) return;
    out.digests++;
    waiting = [];
  };
  for (const piece of news.toSorted((a, b) => a.at - b.at)) {
    digestBefore(piece.at);
    if (!wants(heard, piece)) continue;
    const { own, at, severity } = piece;
    const thread = threadOf(piece);
    const because = heldBack(
      route,
      piece,
      {
        sent,
        begun: begun.has(thread),
        waiting: waiting.some((w) => w.thread === thread),
        toldBefore: own ? (troubles.get(own.trouble) ?? null) : null,
      },
      at,
    );
    if (because) {
      out.held[because]++;
      waiting.push({ thread, at, severity });
      continue;
    }
    begun.add(thread);
    if (own && piece.kind === "own-alert") troubles.set(own.trouble, at);
    sent.push(at);
    out.messages++;
    out.busiestHour = Math.max(out.busiestHour, sent.filter((s) => s > at - 3_600_000).length);
  }
  digestBefore(until);
  return out;
}
