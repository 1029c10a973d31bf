import { z } from "zod";
import { expireRemedy } from "@/lib/remediate/decide-store";
import { setStep } from "@/lib/situate/store";
import { defineJob } from "../job";

/** A proposal that nobody decided on in time is over; runs when its time is up. */
export const expire = defineJob({
  name: "expire",
  payload: z.object({ remedyId: z.string() }),
  async run({ db, now }, { remedyId }) {
    await db.prisma.$transaction(async (tx) => {
      const expired = await expireRemedy(tx, remedyId, now());
      if (expired) await setStep(tx, expired.situationId, "watching");
    });
  },
});
