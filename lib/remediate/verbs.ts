import { z } from "zod";
import { addJobIn } from "@/lib/db/jobs";
import { announceIn } from "@/lib/db/live";
import { restarterKinds } from "@/lib/integrations/model";
import { servicesOfRemedy } from "@/lib/people/scope-store";
import { readSetting, writeSetting } from "@/lib/people/setting-store";
import { Problem } from "@/lib/problem";
import { defineVerb } from "@/lib/verb";
import { veto } from "./autopilot-store";
import { approve, reject } from "./decide-store";
import { tellLevel } from "./level-news-store";
import { loadRemedy, pendingSituations } from "./load-store";
import { labelOfReason, level, rejectLabel, restartRules } from "./model";
import { deedOf } from "./store";

const remedyId = z.string().min(1);

export const approveRemedy = defineVerb({
  name: "approve-remedy",
  role: "approver",
  input: z.object({
    remedyId,
    /** Of the plan that the person looked at */
    planHash: z.string().regex(/^[0-9a-f]{64}$/),
  }),
  on: (tx, { remedyId }) => servicesOfRemedy(tx, remedyId),
  run: async ({ tx, actor, now }, input) => {
    const { id, state } = await approve(tx, { ...input, actor, now });
    return { id, state };
  },
  // The store has written it.
  tells: () => null,
  tellsRefusal: async ({ tx, actor, problem }, { remedyId }) => {
    const row = await loadRemedy(tx, remedyId);
    if (!row) return null;
    const says = `Approval by ${actor.name} refused: ${deedOf(row.plan)}. ${problem.message}`;
    return { situationId: row.situationId, says };
  },
});

export const rejectRemedy = defineVerb({
  name: "reject-remedy",
  role: "approver",
  input: z.object({
    remedyId,
    reason: z.string().trim().min(3).max(500),
    /** Without one the label of the words with which the reason begins */
    label: rejectLabel.optional(),
  }),
  on: (tx, { remedyId }) => servicesOfRemedy(tx, remedyId),
  run: async ({ tx, actor, now }, { label, ...input }) => {
    const row = await reject(tx, {
      ...input,
      label: label ?? labelOfReason(input.reason),
      actor,
      now,
    });
    await tellLevel(tx, row, now);
    return { id: row.id, state: row.state };
  },
  tells: () => null,
});

/** A no to running without a person; the plan goes on waiting for somebody's yes. */
export const vetoRemedy = defineVerb({
  name: "veto-remedy",
  role: "responder",
  input: z.object({ remedyId, reason: z.string().trim().min(3).max(500) }),
  on: (tx, { remedyId }) => servicesOfRemedy(tx, remedyId),
  run: async ({ tx, actor, now }, input) => {
    const { id, autoAt } = await veto(tx, { ...input, actor, now });
    return { id, autoAt };
  },
  tells: () => null,
});

/** How far the remedies of one service, or of all that have nothing of their own, may go. */
export const setAutonomy = defineVerb({
  name: "set-autonomy",
  role: "admin",
  input: z.object({
    /** Null: the default */
    service: z.string().trim().min(1).max(200).nullable(),
    /** Null: back to the default */
    level: level.nullable(),
    /** Granted instead of earned */
    granted: z.boolean().default(false),
    reason: z.string().trim().min(3).max(500),
  }),
  on: async (_, { service }) => (service === null ? [] : [service]),
  run: async ({ tx, actor, now }, { service, level: wanted, granted, reason }) => {
    const before = await readSetting(tx, "autonomy");
    const set = wanted && { level: wanted, granted, by: actor.name, reason, at: now };
    const { [service ?? ""]: _, ...others } = before.services;
    await writeSetting(
      tx,
      "autonomy",
      service === null
        ? { ...before, default: set ?? before.default }
        : { ...before, services: set ? { ...others, [service]: set } : others },
    );
    await announceIn(tx, { topic: "settings" });
    return {};
  },
  tells: ({ service, level: wanted, granted, reason }) => ({
    says: `Autonomy of ${service ?? "all other services"}: ${wanted === null ? "as the default" : `up to “${wanted}”${granted ? ", granted" : ", to be earned"}`}. ${reason}`,
  }),
});

/** Who restarts the instances of which services; the whole list, the first rule for a service counts. */
export const setRestarts = defineVerb({
  name: "set-restarts",
  role: "admin",
  input: z.object({ rules: restartRules, reason: z.string().trim().min(3).max(500) }),
  run: async ({ tx }, { rules }) => {
    for (const { integration } of rules) {
      const found = await tx.integration.findUnique({ where: { id: integration } });
      if (!found || !restarterKinds.some((kind) => kind === found.kind))
        throw new Problem(
          "bad-input",
          found
            ? `${found.name} cannot restart instances: choose a deployer or a cluster.`
            : `There is no integration ${integration}.`,
        );
    }
    await writeSetting(tx, "restarts", rules);
    for (const situationId of await pendingSituations(tx))
      await addJobIn(tx, "propose", { situationId }, { key: `propose:${situationId}` });
    await announceIn(tx, { topic: "settings" });
    return {};
  },
  tells: ({ rules, reason }) => ({
    says: `Restarts: ${rules.length === 0 ? "nobody restarts instances" : rules.map((r) => `${r.services.join(", ")} by ${r.integration} as ${r.target}`).join("; ")}. ${reason}`,
  }),
});
