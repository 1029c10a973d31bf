import { z } from "zod";
import { readSetting } from "../people/setting-store";
import { defineView } from "../view";

/** What is blacked out before it is stored, and which traces are kept how long. */
export const dataRules = defineView({
  input: z.object({}),
  load: async ({ db }) => ({
    redaction: await readSetting(db.prisma, "redaction"),
    traces: await readSetting(db.prisma, "traces"),
  }),
});
