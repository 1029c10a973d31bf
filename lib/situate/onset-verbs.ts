import { z } from "zod";
import { addJobIn } from "@/lib/db/jobs";
import { servicesOfSituation } from "@/lib/people/scope-store";
import { Problem } from "@/lib/problem";
import { record } from "@/lib/timeline/store";
import { defineVerb } from "@/lib/verb";
import { beganAt, situationName } from "./model";
import { utcWords, wrongOnset } from "./onset";
import { changeSituation } from "./store";

/**
 * Says when the trouble really began, or with null that the detected time was right. What was detected stays; times to
 * detect and to recover, charts, diagnosis and the baseline of verification follow what was said.
 */
export const correctOnset = defineVerb({
  name: "correct-onset",
  role: "responder",
  input: z.object({
    id: z.number().int().positive(),
    /** Epoch ms */
    at: z.number().int().min(0).max(8_640_000_000_000_000).nullable(),
    reason: z
      .string()
      .trim()
      .min(3, { error: "Say in a few words how you know; it stays on the timeline." })
      .max(500),
  }),
  on: (tx, { id }) => servicesOfSituation(tx, id),
  run: async ({ tx, actor, now }, { id, at, reason }) => {
    const row = await tx.situation.findUnique({ where: { id } });
    const name = situationName(id);
    if (!row) throw new Problem("not-found", `There is no situation ${name}.`);
    if (row.mergedInto !== null)
      throw new Problem(
        "conflict",
        `${name} was merged into ${situationName(row.mergedInto)}. Correct the onset there.`,
      );
    const detectedAt = row.onsetAt.getTime();
    const was = beganAt(row).getTime();
    const next = at === detectedAt ? null : at;
    if (next !== null) {
      const wrong = wrongOnset(next, { openedAt: row.openedAt.getTime(), now });
      if (wrong) throw new Problem("bad-input", wrong);
    }
    if ((row.saidOnsetAt?.getTime() ?? null) === next)
      throw new Problem(
        "conflict",
        `${name} already counts from ${utcWords(was)}. Give another time.`,
      );
    await changeSituation(tx, id, {
      saidOnset: next === null ? null : { at: next, by: actor.name, why: reason },
    });
    const count = next ?? detectedAt;
    await record(tx, {
      at: now,
      situationId: id,
      room: "people",
      kind: "correct-onset",
      says:
        next === null
          ? `Onset back to what was detected, ${utcWords(detectedAt)}, from ${utcWords(was)}: ${reason}`
          : `Onset corrected to ${utcWords(next)} from ${utcWords(was)}${was === detectedAt ? ", as detected" : ""}: ${reason}`,
      actor,
      data: { from: was, to: count, detectedAt, reason },
    });
    // What was found so far was looked for around another time.
    if (row.status !== "resolved")
      await addJobIn(tx, "diagnose", { situationId: id, again: true }, { key: `diagnose:${id}` });
    return { onsetAt: count };
  },
  // The old and the new time are told above.
  tells: () => null,
});
