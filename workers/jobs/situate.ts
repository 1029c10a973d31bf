import { z } from "zod";
import { addJobIn } from "@/lib/db/jobs";
import { situateNow } from "@/lib/situate/turn-store";
import { defineJob } from "../job";

/** How soon the next turn comes by itself: impact and clearing move without any new anomaly. */
const againMs = 3000;

/** Groups new anomalies into situations. Detection asks for it; while a situation is open it asks for itself. */
export const situate = defineJob({
  name: "situate",
  payload: z.object({}).loose(),
  async run({ db, log, now }) {
    const done = await db.prisma.$transaction(
      async (tx) => {
        const result = await situateNow(tx, now());
        if (result.open > 0 || result.waiting > 0)
          await addJobIn(tx, "situate", {}, { key: "situate", runAt: now() + againMs });
        return result;
      },
      { timeout: 30_000, maxWait: 10_000 },
    );
    for (const id of done.opened) log.info({ situation: id }, "situation opened");
  },
});
