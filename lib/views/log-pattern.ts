import { z } from "zod";
import { logsOfPattern } from "../ingest/log-read-store";
import { defineView } from "../view";

/** The messages that were kept of one pattern, latest first. */
export const logPattern = defineView({
  input: z.object({ id: z.string().max(64) }),
  load: async ({ db }, { id }) => ({ samples: await logsOfPattern(db.pool, id, 40) }),
});
