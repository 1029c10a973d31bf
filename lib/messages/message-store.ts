import type { Tx } from "../db/client";
import type { MessageModel } from "../db/generated/models";
import { announceIn } from "../db/live";
import { Problem } from "../problem";
import { type MessageState, messageStates } from "./model";
import { queueDelivery } from "./plan-store";

export type MessageRow = Omit<
  MessageModel,
  "state" | "createdAt" | "nextAt" | "sendingAt" | "sentAt" | "failedAt" | "closedAt" | "ref"
> & {
  state: MessageState;
  /** Epoch ms */
  createdAt: number;
  nextAt: number | null;
  sendingAt: number | null;
  sentAt: number | null;
};

export const messageOf = ({
  ref: _,
  failedAt: __,
  closedAt: ___,
  ...row
}: MessageModel): MessageRow => ({
  ...row,
  state: messageStates.find((s) => s === row.state) ?? "failed",
  createdAt: row.createdAt.getTime(),
  nextAt: row.nextAt?.getTime() ?? null,
  sendingAt: row.sendingAt?.getTime() ?? null,
  sentAt: row.sentAt?.getTime() ?? null,
});

/** Waits before the next try, by how often it was tried: two and a half hours in all, then it counts as failed. */
export const backOffMs = [
  5_000,
  15_000,
  60_000,
  4 * 60_000,
  15 * 60_000,
  60 * 60_000,
  60 * 60_000,
] as const;

/**
 * Takes a message up for sending; null when there is nothing to send. What is returned is how it was before: `sendingAt` is
 * then set when it may have been sent already.
 */
export async function takeUpMessage(tx: Tx, id: string, now: number): Promise<MessageRow | null> {
  const row = await tx.message.findUnique({ where: { id } });
  if (!row || (row.state !== "queued" && row.state !== "sending")) return null;
  await tx.message.update({
    where: { id },
    data: { state: "sending", sendingAt: row.sendingAt ?? new Date(now), nextAt: null },
  });
  return messageOf(row);
}

/** Since when a card of this situation may stand in the channel without our knowing, epoch ms; null: it cannot. */
export async function cardTriedAt(
  tx: Tx,
  of: { channelId: string; situationId: number; but: string; before: number | null },
): Promise<number | null> {
  const { _min } = await tx.message.aggregate({
    where: {
      channelId: of.channelId,
      situationId: of.situationId,
      id: { not: of.but },
      sendingAt: { not: null },
    },
    _min: { sendingAt: true },
  });
  const others = _min.sendingAt?.getTime() ?? null;
  if (others === null) return of.before;
  return of.before === null ? others : Math.min(others, of.before);
}

export async function noteSent(tx: Tx, id: string, now: number): Promise<void> {
  await tx.message.update({
    where: { id },
    data: { state: "sent", sentAt: new Date(now), error: null, nextAt: null },
  });
  await announceIn(tx, { topic: "message", id });
}

/** A try that did not work: another one later, or, when that would not help or was done often enough, failed for good. */
export async function noteTrouble(
  tx: Tx,
  row: Pick<MessageRow, "id" | "attempts">,
  trouble: { says: string; final: boolean; retryAfterMs?: number | undefined; now: number },
): Promise<"again" | "failed"> {
  const { says, final, retryAfterMs = 0, now } = trouble;
  const wait = backOffMs[row.attempts];
  const again = !final && wait !== undefined;
  const nextAt = again ? now + Math.max(wait, retryAfterMs) : null;
  await tx.message.update({
    where: { id: row.id },
    data: {
      state: again ? "queued" : "failed",
      attempts: { increment: 1 },
      error: says.slice(0, 1000),
      nextAt: nextAt === null ? null : new Date(nextAt),
      failedAt: again ? null : new Date(now),
    },
  });
  if (nextAt !== null) await queueDelivery(tx, row.id, nextAt);
  await announceIn(tx, { topic: "message", id: row.id });
  return again ? "again" : "failed";
}

/** Somebody else speaks to the channel about the same situation: a moment later. */
export const waitForTurn = (tx: Tx, id: string, now: number) => queueDelivery(tx, id, now + 1000);

/** Sends a failed message again, from the start. Throws Problem "not-found" or "conflict". */
export async function resend(tx: Tx, id: string): Promise<MessageRow> {
  const row = await tx.message.findUnique({ where: { id } });
  if (!row) throw new Problem("not-found", "There is no such message.");
  if (row.state !== "failed")
    throw new Problem("conflict", `This message is ${row.state}; only a failed one is sent again.`);
  const next = await tx.message.update({
    where: { id },
    data: { state: "queued", attempts: 0, nextAt: null, failedAt: null },
  });
  await queueDelivery(tx, id);
  await announceIn(tx, { topic: "message", id });
  return messageOf(next);
}

/** A message that proves that a channel works. */
export async function sendTest(
  tx: Tx,
  { channelId, by, now }: { channelId: string; by: string; now: number },
): Promise<{ messageId: string }> {
  const { id } = await tx.message.create({
    data: {
      key: `test:${crypto.randomUUID()}:${channelId}`,
      channelId,
      routeId: "",
      routeName: "",
      kind: "test",
      severity: "low",
      says: `Test by ${by}`,
      state: "queued",
      createdAt: new Date(now),
    },
  });
  await queueDelivery(tx, id);
  return { messageId: id };
}

/** Messages whose job was lost, such as by hands in the queue: they are queued again. */
export async function rescueMessages(tx: Tx, now: number): Promise<number> {
  const lost = await tx.message.findMany({
    where: {
      OR: [
        { state: "sending", sendingAt: { lt: new Date(now - 10 * 60_000) } },
        { state: "queued", nextAt: null, createdAt: { lt: new Date(now - 10 * 60_000) } },
        { state: "queued", nextAt: { lt: new Date(now - 10 * 60_000) } },
      ],
    },
    select: { id: true },
    take: 200,
  });
  for (const { id } of lost) await queueDelivery(tx, id);
  return lost.length;
}

/** Messages on ourselves that are due and not sent, oldest first: for whoever sends them when no jobs worker is there. */
export async function dueOwnMessages(tx: Tx, now: number): Promise<string[]> {
  const rows = await tx.message.findMany({
    where: {
      alertId: { not: null },
      OR: [
        { state: "queued", OR: [{ nextAt: null }, { nextAt: { lte: new Date(now) } }] },
        { state: "sending", sendingAt: { lt: new Date(now - 60_000) } },
      ],
    },
    orderBy: { createdAt: "asc" },
    select: { id: true },
    take: 20,
  });
  return rows.map((r) => r.id);
}

const keepMs = 90 * 86_400_000;

/** Forgets messages, decisions and buttons that nobody looks at any more. */
export async function forgetMessages(tx: Tx, now: number): Promise<void> {
  const before = new Date(now - keepMs);
  await tx.message.deleteMany({ where: { createdAt: { lt: before } } });
  await tx.messageThread.deleteMany({ where: { closedAt: { lt: before } } });
  await tx.messageAction.deleteMany({ where: { expiresAt: { lt: new Date(now - keepMs / 10) } } });
  // The newest stay, they say how far the timeline was read.
  await tx.$executeRaw`
    DELETE FROM decided_news WHERE at < ${before}
      AND ("eventId" IS NULL OR "eventId" < (SELECT max("eventId") - 20000 FROM decided_news))`;
}
