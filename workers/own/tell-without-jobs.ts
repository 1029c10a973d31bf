import { dueOwnMessages } from "@/lib/messages/message-store";
import type { JobContext } from "../job";
import { deliver } from "../jobs/deliver";
import { tell } from "../jobs/tell";

/**
 * Messages are jobs: when no jobs worker is there, nobody would tell just that. Whoever notices sends what is to be said of
 * ourselves by hand, with the same decisions and marks as the jobs would, so that nothing is told twice when they are back.
 */
export async function tellWithoutJobs(ctx: JobContext): Promise<void> {
  await tell.run(ctx, {});
  for (const messageId of await dueOwnMessages(ctx.db.prisma, ctx.now()))
    await deliver.run(ctx, { messageId });
}
