import { z } from "zod";
import { loadMeasures } from "../timeline/measures-store";
import { defineView } from "../view";

const weekMs = 7 * 86_400_000;

/** How fast the loop was, situation by situation and over all of a time: MTTD, MTTK, MTTR. */
export const measures = defineView({
  input: z.object({
    /** Epoch ms; the last week when absent */
    from: z.number().optional(),
    to: z.number().optional(),
  }),
  load: ({ db, now }, { from, to }) =>
    loadMeasures(db.prisma, { fromMs: from ?? now - weekMs, toMs: to ?? now + 1 }),
});
