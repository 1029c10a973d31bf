import { z } from "zod";
import { announceIn } from "../db/live";
import { servicesOfSituation } from "../people/scope-store";
import { Problem } from "../problem";
import { defineVerb } from "../verb";
import { pinKind } from "./pins";
import { record } from "./store";

/** Puts an entry of a situation's timeline into its short story, or takes it out. The pin is an entry of its own. */
export const pinEvent = defineVerb({
  name: pinKind,
  role: "responder",
  input: z.object({
    situationId: z.number().int().positive(),
    eventId: z.string().regex(/^\d{1,18}$/),
    pinned: z.boolean(),
  }),
  on: (tx, { situationId }) => servicesOfSituation(tx, situationId),
  run: async ({ tx, actor, now }, { situationId, eventId, pinned }) => {
    const event = await tx.timelineEvent.findFirst({
      where: { id: BigInt(eventId), situationId },
    });
    if (!event) throw new Problem("not-found", "That entry is not on this situation's timeline.");
    await record(tx, {
      at: now,
      situationId,
      room: "people",
      kind: pinKind,
      says: `${pinned ? "Pinned" : "Unpinned"}: ${event.says}`,
      actor,
      data: { eventId, pinned },
    });
    await announceIn(tx, { topic: "situation", id: String(situationId) });
    return { pinned };
  },
  tells: () => null,
});
