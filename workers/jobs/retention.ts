import { z } from "zod";
import { dropOldPartitions, ensurePartitionsAhead } from "@/lib/db/partitions";
import { forgetMessages } from "@/lib/messages/message-store";
import { forgetOld } from "@/lib/people/forget-store";
import { readSetting } from "@/lib/people/setting-store";
import { defineJob } from "../job";

/** Hourly: makes the next days' partitions and drops those past what is kept. */
export const retention = defineJob({
  name: "retention",
  payload: z.object({}).loose(),
  async run({ db, log, now }) {
    await ensurePartitionsAhead(db.pool, now());
    await db.prisma.$transaction((tx) => forgetMessages(tx, now()));
    await forgetOld(db, now());
    const { keepDays } = await readSetting(db.prisma, "traces");
    const days = { spans: keepDays, log_samples: keepDays };
    const dropped = await dropOldPartitions(db.pool, now(), days);
    if (dropped.length > 0) log.info({ dropped }, "old partitions dropped");
  },
});
