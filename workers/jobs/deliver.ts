import { z } from "zod";
import { withLease } from "@/lib/db/lease";
import { ChannelBusy, ChannelRefused } from "@/lib/integrations/channels/channel";
import { touchChannel } from "@/lib/messages/channel-store";
import { loadDigest } from "@/lib/messages/digest-store";
import {
  cardTriedAt,
  type MessageRow,
  noteSent,
  noteTrouble,
  takeUpMessage,
  waitForTurn,
} from "@/lib/messages/message-store";
import { type Note, newsKind } from "@/lib/messages/model";
import { loadThread, saveThread } from "@/lib/messages/thread-store";
import { Problem } from "@/lib/problem";
import { defineJob, type JobContext } from "../job";
import { makeCard } from "../messages/make-card";
import { drawCharts, syncCard } from "../messages/sync-card";
import { tellOwn } from "../messages/tell-own";
import { appUrl, type OpenedChannel, openStored } from "../messages/tools";

/**
 * Sends one message. It is marked before it leaves and after it has arrived; when we die in between, the channel is told
 * that it may have arrived already. One message at a time for a situation and channel, so that there is one card.
 */
export const deliver = defineJob({
  name: "deliver",
  payload: z.object({ messageId: z.string() }),
  async run(ctx, { messageId }) {
    const { db, now } = ctx;
    const about = await db.prisma.message.findUnique({ where: { id: messageId } });
    if (!about) return;
    const lease = `message ${about.channelId} ${about.alertId ?? about.situationId ?? about.id}`;
    const held = await withLease(db.pool, lease, () => deliverOnce(ctx, messageId));
    if (!held) await db.prisma.$transaction((tx) => waitForTurn(tx, messageId, now()));
  },
});

async function deliverOnce(ctx: JobContext, id: string): Promise<void> {
  const { db, log, now } = ctx;
  const row = await db.prisma.$transaction((tx) => takeUpMessage(tx, id, now()));
  if (!row) return;
  try {
    const opened = await openStored(ctx, row.channelId);
    if (!opened.enabled && row.kind !== "test")
      throw new ChannelRefused(`${opened.name} is switched off. Switch it on and send again.`);
    await tell(ctx, opened, row);
    await db.prisma.$transaction((tx) => touchChannel(tx, opened.id, now()));
  } catch (error) {
    // What is stored does not fit its kind, or is gone: only a person can help.
    const final =
      error instanceof ChannelRefused || error instanceof Problem || error instanceof z.ZodError;
    const says = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
    const retryAfterMs = error instanceof ChannelBusy ? error.retryAfterMs : undefined;
    const next = await db.prisma.$transaction((tx) =>
      noteTrouble(tx, row, { says, final, retryAfterMs, now: now() }),
    );
    log.warn({ err: error, message: id, channel: row.channelId, next }, "a message did not go out");
  }
}

async function tell(ctx: JobContext, opened: OpenedChannel, row: MessageRow): Promise<void> {
  const { db, now } = ctx;
  const { channel } = opened;
  const attempt = { key: row.key, triedAt: row.sendingAt };
  const sent = () => db.prisma.$transaction((tx) => noteSent(tx, row.id, now()));
  if (row.kind === "test") {
    await channel.test(row.says.replace(/^Test by /, ""), attempt);
    return sent();
  }
  if (row.alertId !== null) return tellOwn(ctx, opened, { ...row, alertId: row.alertId });
  if (row.kind === "digest" || row.situationId === null) {
    await channel.digest(await loadDigest(db.prisma, row, appUrl()), attempt);
    return sent();
  }
  const { channelId, situationId } = row;
  const note: Note = {
    key: row.key,
    kind: newsKind.parse(row.kind),
    says: row.says,
    at: row.createdAt,
  };
  const thread = await loadThread(db.prisma, { channelId, situationId });
  if (!thread) return begin(ctx, opened, { row, situationId, note });
  await syncCard(ctx, opened, situationId);
  if (channel.note || (channel.page && note.kind === "paged")) {
    const { interactive } = opened;
    const { card } = await makeCard(db, { channelId, situationId, interactive, now: now() });
    const { ref } = (await loadThread(db.prisma, { channelId, situationId })) ?? thread;
    await channel.note?.(ref, card, note, attempt);
    if (note.kind === "paged") await channel.page?.(card, note);
  }
  await sent();
}

/** The first message of a situation is its card; where it is and that it was sent are kept together. */
async function begin(
  ctx: JobContext,
  opened: OpenedChannel,
  { row, situationId, note }: { row: MessageRow; situationId: number; note: Note },
): Promise<void> {
  const { db, now } = ctx;
  const { channel, interactive } = opened;
  const { channelId } = row;
  const made = await makeCard(db, { channelId, situationId, interactive, now: now() });
  const triedAt = await cardTriedAt(db.prisma, {
    channelId,
    situationId,
    but: row.id,
    before: row.sendingAt,
  });
  // Of a webhook the news itself is the message; of the others it is the card, whichever news caused it.
  const key = channel.note && !channel.images ? row.key : `card:${situationId}:${channelId}`;
  const images = channel.images ? await drawCharts(ctx, made) : [];
  const ref = await channel.post(made.card, note, images, { key, triedAt });
  await db.prisma.$transaction(async (tx) => {
    const over = made.card.status === "resolved";
    await saveThread(tx, { channelId, situationId, ref, shown: made.shown, over, now: now() });
    await noteSent(tx, row.id, now());
  });
  // A card that was found had been made before, and shows what held then.
  if (triedAt !== null) await syncCard(ctx, opened, situationId, { always: true });
}
