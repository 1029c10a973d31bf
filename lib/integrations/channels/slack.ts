import { webApi } from "@slack/bolt";
import { z } from "zod";
import type { CardImage } from "../../messages/model";
import {
  type Attempt,
  type Channel,
  ChannelBusy,
  ChannelRefused,
  type ChannelTools,
  type Ref,
  type Send,
} from "./channel";
import type { ChannelConfig, ChannelSecrets } from "./kinds";
import { type Block, cardBlocks, digestBlocks, fallbackOf, slackText } from "./slack-blocks";

const refShape = z.object({
  channel: z.string(),
  ts: z.string(),
  files: z.array(z.object({ id: z.string(), alt: z.string() })).default([]),
});

/** Errors of Slack's that pass by themselves. */
const passing = new Set([
  "internal_error",
  "fatal_error",
  "service_unavailable",
  "request_timeout",
  "ratelimited",
  "team_added_to_org",
]);
const advice: Readonly<Record<string, string>> = {
  not_in_channel: " Invite the app to the channel.",
  channel_not_found: " Look at the channel's id, and invite the app to it.",
  invalid_auth: " Enter the bot token again.",
  token_revoked: " Install the app again and enter its new bot token.",
  account_inactive: " Install the app again and enter its new bot token.",
  missing_scope: " Give the app the scopes of the manifest and install it again.",
  is_archived: " The channel is archived.",
};

/** A client that never waits by itself: whoever called decides when to try again. */
export function openSlack(config: ChannelConfig<"slack">, botToken: string, send: Send) {
  return new webApi.WebClient(botToken, {
    slackApiUrl: config.api,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    logLevel: "error" as webApi.LogLevel,
    timeout: 10_000,
    fetch: async (url, init) => {
      const body = init?.body;
      if (body !== undefined && typeof body !== "string")
        throw new Error("Slack's client sends forms as text.");
      return send(String(url), {
        method: init?.method ?? "POST",
        headers: init?.headers ?? {},
        ...(body === undefined ? {} : { body }),
      });
    },
  });
}

/** The platform's word for why it refused, or null when the error is another one. */
export const wordOf = (error: unknown): string | null =>
  error instanceof webApi.WebAPIPlatformError ? error.data.error : null;

/** What an error of the client means for whoever sends. */
function meaningOf(error: unknown): Error {
  if (error instanceof webApi.WebAPIRequestError && error.original instanceof ChannelRefused)
    return error.original;
  if (error instanceof webApi.WebAPIRateLimitedError)
    return new ChannelBusy("Slack asks to wait.", error.retryAfter * 1000);
  const word = wordOf(error);
  if (word === null) return new Error(`Slack does not answer: ${(error as Error).message}`);
  if (passing.has(word)) return new Error(`Slack says ${word}.`);
  return new ChannelRefused(`Slack refuses: ${word}.${advice[word] ?? ""}`);
}

/**
 * One Slack channel by chat.postMessage and chat.update. Slack knows no idempotency key: every message carries ours as
 * metadata, and after an answer that was lost the channel's history is looked through for it before anything is sent again.
 * Without the scope to read history that is at least once.
 */
export function slackChannel(
  config: ChannelConfig<"slack">,
  secrets: ChannelSecrets<"slack">,
  { send }: ChannelTools,
): Channel {
  const client = openSlack(config, secrets.botToken, send);
  const asked = async <T>(call: Promise<T>): Promise<T> => {
    try {
      return await call;
    } catch (error) {
      throw meaningOf(error);
    }
  };

  /** The message with this key, when it has arrived since it was first tried. */
  async function arrived({ key, triedAt }: Attempt, thread?: string): Promise<string | null> {
    if (triedAt === null) return null;
    const oldest = String((triedAt - 60_000) / 1000);
    const which = {
      channel: config.channel,
      oldest,
      limit: 200,
      include_all_metadata: true,
    };
    try {
      const { messages = [] } = thread
        ? await client.conversations.replies({ ...which, ts: thread })
        : await client.conversations.history(which);
      const mine = messages.find(
        (m) => (m.metadata?.event_payload as { key?: unknown } | undefined)?.key === key,
      );
      return mine?.ts ?? null;
    } catch (error) {
      if (wordOf(error) === "missing_scope") return null;
      throw meaningOf(error);
    }
  }

  async function say(
    attempt: Attempt,
    message: { text: string; blocks: Block[]; thread?: string },
  ): Promise<string> {
    const known = await arrived(attempt, message.thread);
    if (known) return known;
    const { ts } = await asked(
      client.chat.postMessage({
        channel: config.channel,
        text: message.text,
        blocks: message.blocks,
        unfurl_links: false,
        unfurl_media: false,
        metadata: { event_type: "sitroom_message", event_payload: { key: attempt.key } },
        ...(message.thread ? { thread_ts: message.thread } : {}),
      }),
    );
    if (!ts) throw new ChannelRefused("Slack took the message and did not say which it is.");
    return ts;
  }

  /** Uploads charts without sharing them anywhere; the card shows them by id. */
  async function upload(images: readonly CardImage[]) {
    const files: { id: string; alt: string }[] = [];
    for (const { name, alt, png } of images) {
      const { upload_url, file_id } = await asked(
        client.files.getUploadURLExternal({ filename: `${name}.png`, length: png.byteLength }),
      );
      if (!upload_url || !file_id) throw new ChannelRefused("Slack gave no place for a chart.");
      const put = await send(upload_url, {
        method: "POST",
        headers: { "content-type": "application/octet-stream" },
        body: png,
      });
      if (!put.ok) throw new Error(`Slack's file store answered ${put.status}.`);
      await asked(client.files.completeUploadExternal({ files: [{ id: file_id, title: alt }] }));
      files.push({ id: file_id, alt });
    }
    return files;
  }

  /** Charts are an extra: a card without them is better than none. */
  const uploaded = async (images: readonly CardImage[]) => {
    try {
      return await upload(images);
    } catch (error) {
      if (error instanceof ChannelBusy) throw error;
      return [];
    }
  };

  /** Sends blocks with charts, and without where Slack cannot show them yet. */
  async function withCharts<T>(
    files: { id: string; alt: string }[],
    go: (files: { id: string; alt: string }[]) => Promise<T>,
  ): Promise<{ done: T; files: { id: string; alt: string }[] }> {
    try {
      return { done: await go(files), files };
    } catch (error) {
      const blocks = error instanceof ChannelRefused && /invalid_blocks/.test(error.message);
      if (!blocks || files.length === 0) throw error;
      return { done: await go([]), files: [] };
    }
  }

  return {
    images: true,
    async post(card, _, images, attempt) {
      const known = await arrived(attempt);
      if (known) return { channel: config.channel, ts: known, files: [] };
      const { done: ts, files } = await withCharts(await uploaded(images), (shown) =>
        say(
          { ...attempt, triedAt: null },
          { text: fallbackOf(card), blocks: cardBlocks(card, shown) },
        ),
      );
      return { channel: config.channel, ts, files };
    },
    async edit(ref: Ref, card, images) {
      const { channel, ts, files: before } = refShape.parse(ref);
      const fresh = images === null ? before : await uploaded(images);
      try {
        const { files } = await withCharts(fresh.length > 0 ? fresh : before, (shown) =>
          asked(
            client.chat.update({
              channel,
              ts,
              text: fallbackOf(card),
              blocks: cardBlocks(card, shown),
            }),
          ),
        );
        return { channel, ts, files };
      } catch (error) {
        // Somebody deleted the card: nothing is left to edit, and nobody asked for another.
        if (error instanceof ChannelRefused && /message_not_found/.test(error.message)) return ref;
        throw error;
      }
    },
    async note(ref, _, note, attempt) {
      const { ts } = refShape.parse(ref);
      const text = slackText(note.says);
      const blocks: Block[] = [
        { type: "section", text: { type: "mrkdwn", text: text.slice(0, 2900) } },
      ];
      await say(attempt, { text, blocks, thread: ts });
    },
    async digest(digest, attempt) {
      await say(attempt, { text: slackText(digest.says), blocks: digestBlocks(digest) });
    },
    async test(by, attempt) {
      const text = `${slackText(by)} tests whether messages of Sitroom arrive here. They do.`;
      await say(attempt, { text, blocks: [{ type: "section", text: { type: "mrkdwn", text } }] });
    },
  };
}
