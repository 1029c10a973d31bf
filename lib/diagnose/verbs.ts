import { z } from "zod";
import { addJobIn } from "@/lib/db/jobs";
import { servicesOfSituation } from "@/lib/people/scope-store";
import { Problem } from "@/lib/problem";
import { situationName } from "@/lib/situate/model";
import { defineVerb } from "@/lib/verb";
import { suspectKinds } from "./model";
import { setSuspectState } from "./store";

const id = z.number().int().positive();

export const runChecks = defineVerb({
  name: "run-checks",
  role: "responder",
  input: z.object({ situationId: id }),
  on: (tx, { situationId }) => servicesOfSituation(tx, situationId),
  run: async ({ tx }, { situationId }) => {
    const found = await tx.situation.findUnique({
      where: { id: situationId },
      select: { status: true },
    });
    if (!found)
      throw new Problem("not-found", `There is no situation ${situationName(situationId)}.`);
    if (found.status === "resolved")
      throw new Problem(
        "conflict",
        `${situationName(situationId)} is resolved; there is nothing to check.`,
      );
    await addJobIn(
      tx,
      "diagnose",
      { situationId, again: true },
      { key: `diagnose:${situationId}` },
    );
    return {};
  },
  tells: ({ situationId }) => ({ says: "Checks started again.", situationId }),
});

const words = { confirmed: "confirmed as the cause", cleared: "cleared", none: "open again" };

export const judgeSuspect = defineVerb({
  name: "judge-suspect",
  role: "responder",
  input: z.object({
    situationId: id,
    kind: z.enum(suspectKinds),
    ref: z.string().min(1),
    state: z.enum(["confirmed", "cleared", "none"]),
  }),
  on: (tx, { situationId }) => servicesOfSituation(tx, situationId),
  run: async ({ tx, actor, now }, { situationId, kind, ref, state }) => {
    const suspect = await tx.suspect.findUnique({
      where: { situationId_kind_ref: { situationId, kind, ref } },
      select: { title: true },
    });
    const says = `${suspect?.title ?? ref}: ${words[state]}.`;
    await setSuspectState(tx, { situationId, kind, ref, state, says, at: now, actor });
    await addJobIn(tx, "diagnose", { situationId }, { key: `diagnose:${situationId}` });
    return { state };
  },
  // setSuspectState has written it.
  tells: () => null,
});
