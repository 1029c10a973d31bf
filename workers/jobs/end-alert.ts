import { z } from "zod";
import { addJob } from "@/lib/db/jobs";
import { announce } from "@/lib/db/live";
import { endAlert } from "@/lib/detect/alert-store";
import { defineJob } from "../job";

/** Ends an alert that its sender has not told again in time; being told again puts this off. */
export const endAlertJob = defineJob({
  name: "end-alert",
  payload: z.object({ anomalyId: z.string(), at: z.number() }),
  async run({ db }, { anomalyId, at }) {
    const client = await db.pool.connect();
    try {
      if (!(await endAlert(client, anomalyId, at))) return;
      await addJob(client, "situate", {}, { key: "situate" });
      await announce(client, { topic: "anomaly", id: anomalyId });
    } finally {
      client.release();
    }
  },
});
