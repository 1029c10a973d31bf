import type { Socket } from "node:net";
import type { Card, CardImage, Digest, Note } from "../../messages/model";

/** The channel refuses for good: trying again would not help. Anything else it throws may pass. */
export class ChannelRefused extends Error {}

/** The channel asks to be left alone for a while. */
export class ChannelBusy extends Error {
  readonly retryAfterMs: number;
  constructor(says: string, retryAfterMs: number) {
    super(says);
    this.retryAfterMs = retryAfterMs;
  }
}

/** How a channel speaks to addresses that people configured. */
export type Send = (
  url: string,
  init: { method?: string; headers?: Record<string, string>; body?: string | Uint8Array },
) => Promise<Response>;

/** The same for what is not HTTP: a plain connection, on which the channel speaks its own protocol. */
export type Connect = (to: { host: string; port: number }) => Promise<Socket>;

/** What a channel is opened with. */
export type ChannelTools = { send: Send; connect: Connect; now(): number };

/** One attempt at telling something: its name for good, and since when it may have arrived already (epoch ms). */
export type Attempt = { key: string; triedAt: number | null };

/** How a channel finds a card again; it alone reads it. */
export type Ref = Record<string, unknown>;

/**
 * Somebody who takes messages. One card per situation, edited in place as the situation moves, its news under it. A channel
 * that knows states and no threads (a pager) has no `note`: `edit` tells it all. One contract suite holds every channel.
 */
export type Channel = {
  /** Whether cards are shown with charts */
  images: boolean;
  /** Where what was told runs out unless it is told again: how often, ms */
  resendMs?: number;
  /** The first message of a situation; `note` is the news that caused it */
  post(card: Card, note: Note, images: readonly CardImage[], attempt: Attempt): Promise<Ref>;
  /** `images`: null leaves the charts as they are */
  edit(ref: Ref, card: Card, images: readonly CardImage[] | null): Promise<Ref>;
  note?(ref: Ref, card: Card, note: Note, attempt: Attempt): Promise<void>;
  /** For a pager: wakes somebody although the situation is known and acknowledged; sent again it wakes once */
  page?(card: Card, note: Note): Promise<void>;
  digest(digest: Digest, attempt: Attempt): Promise<void>;
  /** Proves that a message arrives */
  test(by: string, attempt: Attempt): Promise<void>;
};

/** Throws what an HTTP answer means for whoever asked: nothing, busy, refused, or that it may pass. */
export async function checkAnswer(name: string, response: Response): Promise<void> {
  if (response.ok) return;
  const words = (await response.text()).slice(0, 300);
  const says = `${name} answered ${response.status}${words ? `: ${words}` : ""}`;
  if (response.status === 429) {
    const seconds = Number(response.headers.get("retry-after"));
    throw new ChannelBusy(says, Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : 60_000);
  }
  if (response.status >= 500 || response.status === 408) throw new Error(says);
  throw new ChannelRefused(says);
}
