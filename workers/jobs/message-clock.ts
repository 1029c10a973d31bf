import { z } from "zod";
import { withLease } from "@/lib/db/lease";
import { listChannels } from "@/lib/messages/channel-store";
import { makeDigests } from "@/lib/messages/digest-store";
import { rescueMessages } from "@/lib/messages/message-store";
import { openThreads } from "@/lib/messages/thread-store";
import { defineJob, type JobContext } from "../job";
import { syncCard } from "../messages/sync-card";
import { syncOwn } from "../messages/tell-own";
import { openStored } from "../messages/tools";
import { tell } from "./tell";

/** Every minute: what a lost doorbell left untold, digests that are due, alerts that run out unless they are told again. */
export const messageClock = defineJob({
  name: "message-clock",
  payload: z.object({}).loose(),
  async run(ctx) {
    const { db, log, now } = ctx;
    await tell.run(ctx, {});
    const digests = await db.prisma.$transaction((tx) => makeDigests(tx, now()), {
      timeout: 30_000,
    });
    const rescued = await db.prisma.$transaction((tx) => rescueMessages(tx, now()));
    if (digests + rescued > 0) log.info({ digests, rescued }, "messages");
    await resendOpen(ctx);
  },
});

async function resendOpen(ctx: JobContext): Promise<void> {
  const { db, log } = ctx;
  for (const { id, enabled } of await listChannels(db.prisma)) {
    if (!enabled) continue;
    try {
      const opened = await openStored(ctx, id);
      await syncOwn(ctx, opened);
      if (opened.channel.resendMs === undefined) continue;
      // Somebody at it tells it as well.
      for (const { situationId } of await openThreads(db.prisma, id))
        await withLease(db.pool, `message ${id} ${situationId}`, () =>
          syncCard(ctx, opened, situationId, { always: true }),
        );
    } catch (error) {
      log.warn({ err: error, channel: id }, "open situations were not told again");
    }
  }
}
