import type { Tx } from "../db/client";
import type { InputJsonObject } from "../db/generated/internal/prismaNamespace";

export type Thread = {
  channelId: string;
  situationId: number;
  /** What the channel gave to find the card again */
  ref: Record<string, unknown>;
  /** Digest of what the card shows */
  shown: string;
  /** Epoch ms */
  editedAt: number;
  closedAt: number | null;
};
type Place = Pick<Thread, "channelId" | "situationId">;

const threadOf = (row: {
  channelId: string;
  situationId: number;
  ref: unknown;
  shown: string;
  editedAt: Date;
  closedAt: Date | null;
}): Thread => ({
  ...row,
  ref: row.ref as Record<string, unknown>,
  editedAt: row.editedAt.getTime(),
  closedAt: row.closedAt?.getTime() ?? null,
});

export async function loadThread(
  tx: Tx,
  { channelId, situationId }: Place,
): Promise<Thread | null> {
  const row = await tx.messageThread.findUnique({
    where: { channelId_situationId: { channelId, situationId } },
  });
  return row ? threadOf(row) : null;
}

/** Keeps where the card is and what it shows; `over`: the situation is resolved. */
export async function saveThread(
  tx: Tx,
  {
    channelId,
    situationId,
    ref,
    shown,
    over,
    now,
  }: Place & {
    ref: Record<string, unknown>;
    shown: string;
    over: boolean;
    now: number;
  },
): Promise<void> {
  const data = {
    ref: ref as InputJsonObject,
    shown,
    editedAt: new Date(now),
    closedAt: over ? new Date(now) : null,
  };
  await tx.messageThread.upsert({
    where: { channelId_situationId: { channelId, situationId } },
    create: { channelId, situationId, postedAt: new Date(now), ...data },
    update: data,
  });
}

/** Cards of a channel whose situations are not over. */
export const openThreads = async (tx: Tx, channelId: string): Promise<Thread[]> =>
  (await tx.messageThread.findMany({ where: { channelId, closedAt: null } })).map(threadOf);
