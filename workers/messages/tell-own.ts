import { type MessageRow, noteSent } from "@/lib/messages/message-store";
import { anyNewsKind, type Note } from "@/lib/messages/model";
import { findOwnThread, openOwnThreads, ownCard, saveOwnThread } from "@/lib/messages/own-store";
import type { JobContext } from "../job";
import { appUrl, type OpenedChannel } from "./tools";

/** Tells a channel of an alert on ourselves: the first message is its card, its end stands under it. */
export async function tellOwn(
  { db, now }: JobContext,
  { channel }: OpenedChannel,
  row: MessageRow & { alertId: string },
): Promise<void> {
  const { id, alertId, channelId } = row;
  const card = await ownCard(db.prisma, alertId, row.severity, appUrl());
  const over = card?.status === "resolved";
  const thread = await findOwnThread(db.prisma, { channelId, alertId });
  const attempt = { key: row.key, triedAt: row.sendingAt };
  const note: Note = {
    ...{ key: row.key, says: row.says, at: row.createdAt },
    kind: anyNewsKind.parse(row.kind),
  };
  let told = { messageId: id, ref: thread?.ref ?? {} };
  if (card && thread) {
    const ref = await channel.edit(thread.ref, card, null);
    await channel.note?.(ref, card, note, attempt);
    told = { messageId: thread.messageId, ref };
  } else if (card) {
    told.ref = await channel.post(card, note, [], attempt);
  }
  await db.prisma.$transaction(async (tx) => {
    await noteSent(tx, id, now());
    if (card) await saveOwnThread(tx, told.messageId, { ref: told.ref, over, now: now() });
  });
}

/**
 * Brings what a channel shows of ourselves up to date without a message: what is over is shown as over, also when quiet hours
 * hold the news of it back, and what runs out unless it is told again is told again.
 */
export async function syncOwn({ db, now }: JobContext, opened: OpenedChannel): Promise<void> {
  const { id: channelId, channel } = opened;
  for (const { messageId, alertId, severity, ref } of await openOwnThreads(db.prisma, channelId)) {
    const card = await ownCard(db.prisma, alertId, severity, appUrl());
    if (!card || (card.status !== "resolved" && channel.resendMs === undefined)) continue;
    const next = await channel.edit(ref, card, null);
    const over = card.status === "resolved";
    await db.prisma.$transaction((tx) =>
      saveOwnThread(tx, messageId, { ref: next, over, now: now() }),
    );
  }
}
