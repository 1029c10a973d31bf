import { z } from "zod";
import { checkSeals } from "../timeline/seal-store";
import { defineView } from "../view";

/** Whether the timeline is as it was recorded: every seal computed anew. */
export const recordView = defineView({
  input: z.object({}),
  load: ({ db }) => checkSeals(db.prisma),
});
