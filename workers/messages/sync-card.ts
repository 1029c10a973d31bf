import type { CardImage } from "@/lib/messages/model";
import { loadThread, saveThread } from "@/lib/messages/thread-store";
import type { JobContext } from "../job";
import { chartImages } from "./chart-images";
import { type MadeCard, makeCard } from "./make-card";
import type { OpenedChannel } from "./tools";

/** Charts are drawn anew when they are older than this. */
const chartsMs = 2 * 60_000;

/** The charts of a card; without them the message goes all the same. */
export async function drawCharts(
  { db, log, now }: JobContext,
  made: MadeCard,
): Promise<CardImage[]> {
  try {
    return await chartImages(db, made.charts, now());
  } catch (error) {
    log.warn({ err: error }, "charts for a message could not be drawn");
    return [];
  }
}

/** Brings the card of a situation up to date when what it shows has changed, or in any case (`always`). */
export async function syncCard(
  ctx: JobContext,
  { id: channelId, channel, interactive }: OpenedChannel,
  situationId: number,
  { always = false } = {},
): Promise<void> {
  const { db, now } = ctx;
  const thread = await loadThread(db.prisma, { channelId, situationId });
  if (!thread) return;
  const made = await makeCard(db, { channelId, situationId, interactive, now: now() });
  if (!always && made.shown === thread.shown) return;
  const over = made.card.status === "resolved";
  const ended = over && thread.closedAt === null;
  const draw = channel.images && (ended || now() - thread.editedAt >= chartsMs);
  const ref = await channel.edit(thread.ref, made.card, draw ? await drawCharts(ctx, made) : null);
  await db.prisma.$transaction((tx) =>
    saveThread(tx, { channelId, situationId, ref, shown: made.shown, over, now: now() }),
  );
}
