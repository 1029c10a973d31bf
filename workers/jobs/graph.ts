import { z } from "zod";
import { learnObjectives } from "@/lib/ingest/objective-store";
import { dropOldSnapshots, makeHourlySnapshots } from "@/lib/ingest/snapshot-store";
import { defineJob } from "../job";

const keepMs = 60 * 86_400_000;

/** Hourly: keeps the graph of the hour that ended, and learns the objectives of services about which nothing is known for a day. */
export const graph = defineJob({
  name: "graph",
  payload: z.object({}).loose(),
  async run({ db, log, now }) {
    const snapshots = await makeHourlySnapshots({ pool: db.pool, tx: db.prisma }, now());
    await dropOldSnapshots(db.prisma, now() - keepMs);
    const learned = await learnObjectives(db.pool, now());
    log.info({ snapshots, learned }, "graph kept");
  },
});
