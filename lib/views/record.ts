import { z } from "zod";
import { chainFault } from "../timeline/chain-words";
import { checkSeals } from "../timeline/seal-store";
import { defineView } from "../view";

/** Whether the timeline is as it was recorded: every seal computed anew, and a kept one looked for. */
export const recordView = defineView({
  input: z.object({
    /** A seal copied earlier */
    kept: z
      .string()
      .trim()
      .toLowerCase()
      .regex(/^[0-9a-f]{64}$/, { error: "A seal is 64 characters of 0-9 and a-f." })
      .optional(),
  }),
  async load({ db }, { kept }) {
    const check = await checkSeals(db.prisma, kept);
    return { ...check, fault: chainFault(check) };
  },
});
