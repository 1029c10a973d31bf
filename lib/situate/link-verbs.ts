import { z } from "zod";
import { addJobIn } from "@/lib/db/jobs";
import { announceIn } from "@/lib/db/live";
import { servicesOfSituation } from "@/lib/people/scope-store";
import { Problem } from "@/lib/problem";
import { defineVerb } from "@/lib/verb";
import { restoreMembers } from "./member-store";
import { situationName } from "./model";

/** A person adds an anomaly to a situation: it stays there, with their name as the reason. */
export const linkAnomaly = defineVerb({
  name: "link-anomaly",
  role: "responder",
  input: z.object({ id: z.number().int().positive(), anomalyId: z.string().min(1).max(300) }),
  on: (tx, { id }) => servicesOfSituation(tx, id),
  async run({ tx, actor, now }, { id, anomalyId }) {
    const [situation, anomaly] = await Promise.all([
      tx.situation.findUnique({ where: { id }, select: { resolvedAt: true } }),
      tx.anomaly.findUnique({ where: { id: anomalyId }, select: { service: true, metric: true } }),
    ]);
    if (!situation) throw new Problem("not-found", `There is no situation ${situationName(id)}.`);
    if (!anomaly) throw new Problem("not-found", "There is no such anomaly.");
    if (situation.resolvedAt)
      throw new Problem("conflict", `${situationName(id)} is resolved; choose an open one.`);
    const why = [{ reason: "person" as const, says: `Added by ${actor.name}`, weight: 1 }];
    if ((await restoreMembers(tx, id, [{ anomalyId, why }], now)) === 0)
      throw new Problem("conflict", "It is in a situation already; take it out of that first.");
    await addJobIn(tx, "situate", {}, { key: "situate" });
    await announceIn(tx, { topic: "situation", id: String(id) });
    await announceIn(tx, { topic: "anomaly", id: anomalyId });
    return { name: [anomaly.service, anomaly.metric].filter(Boolean).join(" ") };
  },
  tells: ({ id }, { name }) => ({ says: `An anomaly of ${name} was added.`, situationId: id }),
});
