import { z } from "zod";
import { detectLag } from "@/lib/detect/lag-store";
import { actAlone } from "@/lib/remediate/autopilot-store";
import { loadBrake } from "@/lib/remediate/brake-store";
import { defineJob } from "../job";

/** A countdown is over, or there was none: the remedy runs without a person unless something speaks against it by now. */
export const autopilot = defineJob({
  name: "autopilot",
  payload: z.object({ remedyId: z.string() }),
  async run({ db, now }, { remedyId }) {
    const brake = await loadBrake(db.prisma, await detectLag(db, now()), now());
    await db.prisma.$transaction((tx) => actAlone(tx, remedyId, { brake }, now()), {
      timeout: 20_000,
      maxWait: 10_000,
    });
  },
});
