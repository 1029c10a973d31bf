import { z } from "zod";
import { tryRunbook } from "../diagnose/dry-run-store";
import { Problem } from "../problem";
import { situationName } from "../situate/model";
import { defineView } from "../view";

/**
 * What a runbook that is not saved yet would have found in a situation. For editors: its http steps are really asked, and the
 * text may name any of the listed hosts. `text` may be the runbook as JSON, which YAML includes and which is shorter.
 */
export const runbookDryRun = defineView({
  role: "editor",
  input: z.object({
    text: z.string().min(1).max(10_000),
    situationId: z.number().int().positive(),
  }),
  async load({ db, now }, { text, situationId }) {
    const done = await tryRunbook(db, { text, situationId, now });
    if (!done)
      throw new Problem("not-found", `${situationName(situationId)} is not there or is empty.`);
    return done;
  },
});
