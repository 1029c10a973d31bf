import { z } from "zod";
import { writeSetting } from "@/lib/people/setting-store";
import { chainFault } from "@/lib/timeline/chain-words";
import { checkSeals } from "@/lib/timeline/seal-store";
import { defineJob } from "../job";

/** Hourly: computes the chain of the timeline anew; what is wrong with it becomes an alert on ourselves. */
export const checkRecord = defineJob({
  name: "check-record",
  payload: z.object({}).loose(),
  async run({ db, now }) {
    const fault = chainFault(await checkSeals(db.prisma));
    await writeSetting(db.prisma, "record-check", { at: now(), fault });
  },
});
