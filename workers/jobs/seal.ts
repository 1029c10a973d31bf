import { z } from "zod";
import { sealTimeline } from "@/lib/timeline/seal-store";
import { defineJob } from "../job";

/** Every minute: seals what the timeline recorded since. */
export const seal = defineJob({
  name: "seal",
  payload: z.object({}).loose(),
  async run({ db }) {
    while ((await db.prisma.$transaction((tx) => sealTimeline(tx))) > 0);
  },
});
