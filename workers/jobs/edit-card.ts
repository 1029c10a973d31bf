import { z } from "zod";
import { withLease } from "@/lib/db/lease";
import { ChannelBusy, ChannelRefused } from "@/lib/integrations/channels/channel";
import { queueEdit } from "@/lib/messages/plan-store";
import { defineJob } from "../job";
import { syncCard } from "../messages/sync-card";
import { openStored } from "../messages/tools";

const againMs = 10_000;
/** An edit that fails for this long is left: the next news of the situation brings the card up to date. */
const most = 5;

/** Brings the card of a situation in a channel up to date. */
export const editCard = defineJob({
  name: "edit-card",
  payload: z.object({
    channelId: z.string(),
    situationId: z.number().int(),
    tried: z.number().int().default(0),
  }),
  async run(ctx, { channelId, situationId, tried }) {
    const { db, log, now } = ctx;
    const again = (waitMs: number, times: number) =>
      db.prisma.$transaction((tx) =>
        queueEdit(tx, { channelId, situationId }, now() + waitMs, times),
      );
    const held = await withLease(db.pool, `message ${channelId} ${situationId}`, async () => {
      try {
        const opened = await openStored(ctx, channelId);
        if (opened.enabled) await syncCard(ctx, opened, situationId);
      } catch (error) {
        log.warn(
          { err: error, channel: channelId, situation: situationId },
          "a card was not edited",
        );
        if (error instanceof ChannelRefused || tried + 1 >= most) return;
        await again(error instanceof ChannelBusy ? error.retryAfterMs : againMs, tried + 1);
      }
    });
    if (!held) await again(1000, tried);
  },
});
