import { z } from "zod";
import { planMessages } from "@/lib/messages/plan-store";
import { defineJob } from "../job";

/** Decides who hears of what the timeline has recorded since the last time. */
export const tell = defineJob({
  name: "tell",
  payload: z.object({}).loose(),
  async run({ db, log, now }) {
    for (let more = true; more; ) {
      const done = await db.prisma.$transaction((tx) => planMessages(tx, now()), {
        timeout: 30_000,
        maxWait: 10_000,
      });
      if (done.told + done.held > 0) log.info(done, "messages decided");
      more = done.more;
    }
  },
});
