import { z } from "zod";
import { addJobIn } from "@/lib/db/jobs";
import { announceIn } from "@/lib/db/live";
import { writeSetting } from "@/lib/people/setting-store";
import { defineVerb } from "@/lib/verb";
import { pendingSituations } from "./load-store";
import { approve, reject } from "./store";

const remedyId = z.string().min(1);

export const approveRemedy = defineVerb({
  name: "approve-remedy",
  role: "approver",
  input: z.object({
    remedyId,
    /** Of the plan that the person looked at */
    planHash: z.string().regex(/^[0-9a-f]{64}$/),
  }),
  run: async ({ tx, actor, now }, input) => {
    const { id, state } = await approve(tx, { ...input, actor, now });
    return { id, state };
  },
  // The store has written it.
  tells: () => null,
});

export const rejectRemedy = defineVerb({
  name: "reject-remedy",
  role: "approver",
  input: z.object({ remedyId, reason: z.string().trim().min(3).max(500) }),
  run: async ({ tx, actor, now }, input) => {
    const { id, state } = await reject(tx, { ...input, actor, now });
    return { id, state };
  },
  tells: () => null,
});

/** Stops every remedy that has not been sent yet, and lets them run again. */
export const killSwitch = defineVerb({
  name: "kill-switch",
  role: "approver",
  input: z.object({ on: z.boolean(), reason: z.string().trim().min(3).max(500) }),
  run: async ({ tx, actor, now }, { on, reason }) => {
    await writeSetting(tx, "kill-switch", { on, reason, by: actor.name, at: now });
    for (const situationId of await pendingSituations(tx))
      await addJobIn(tx, "propose", { situationId }, { key: `propose:${situationId}` });
    await announceIn(tx, { topic: "settings" });
    return { on };
  },
  tells: ({ on, reason }) => ({ says: `Kill switch ${on ? "on" : "off"}: ${reason}` }),
});
