import { z } from "zod";
import { servicesOfSituation } from "@/lib/people/scope-store";
import { Problem } from "@/lib/problem";
import { defineVerb } from "@/lib/verb";
import { situationName } from "./model";
import { changeSituation, resolveSituation } from "./store";

const id = z.number().int().positive();

export const acknowledgeSituation = defineVerb({
  name: "acknowledge-situation",
  role: "responder",
  input: z.object({ id }),
  on: (tx, { id }) => servicesOfSituation(tx, id),
  run: async ({ tx, actor, now }, input) => {
    const was = await changeSituation(tx, input.id, {
      acknowledgedAt: now,
      ownerIfNone: actor.name,
    });
    if (was.status === "resolved")
      throw new Problem("conflict", `${situationName(input.id)} is already resolved.`);
    return { status: "acknowledged" as const };
  },
  tells: (input) => ({ says: `${situationName(input.id)} acknowledged.`, situationId: input.id }),
});

export const assignSituation = defineVerb({
  name: "assign-situation",
  role: "responder",
  input: z.object({
    id,
    /** A person's name; null takes the owner off */
    owner: z.string().trim().min(1).max(100).nullable(),
  }),
  on: (tx, { id }) => servicesOfSituation(tx, id),
  run: async ({ tx }, input) => {
    await changeSituation(tx, input.id, { owner: input.owner });
    return { owner: input.owner };
  },
  tells: (input) => ({
    says: input.owner
      ? `${situationName(input.id)} assigned to ${input.owner}.`
      : `${situationName(input.id)} has no owner any more.`,
    situationId: input.id,
  }),
});

export const resolveByHand = defineVerb({
  name: "resolve-situation",
  role: "responder",
  input: z.object({ id, reason: z.string().trim().max(500).default("") }),
  on: (tx, { id }) => servicesOfSituation(tx, id),
  run: async ({ tx, actor, now }, input) => {
    const resolved = await resolveSituation(tx, {
      id: input.id,
      at: now,
      resolution: "by-hand",
      says: `${situationName(input.id)} resolved by hand${input.reason ? `: ${input.reason}` : "."}`,
      actor,
    });
    if (!resolved) throw new Problem("conflict", `${situationName(input.id)} is already resolved.`);
    return { status: "resolved" as const };
  },
  // resolveSituation has written it.
  tells: () => null,
});

export const renameSituation = defineVerb({
  name: "rename-situation",
  role: "responder",
  input: z.object({ id, title: z.string().trim().min(3).max(160) }),
  on: (tx, { id }) => servicesOfSituation(tx, id),
  run: async ({ tx }, input) => {
    await changeSituation(tx, input.id, { title: input.title });
    return { title: input.title };
  },
  tells: (input) => ({
    says: `${situationName(input.id)} renamed to “${input.title}”.`,
    situationId: input.id,
  }),
});

export const commentSituation = defineVerb({
  name: "comment-situation",
  role: "responder",
  input: z.object({ id, text: z.string().trim().min(1).max(4000) }),
  on: (tx, { id }) => servicesOfSituation(tx, id),
  run: async ({ tx }, input) => {
    await changeSituation(tx, input.id, {});
    return {};
  },
  tells: (input) => ({ says: input.text, situationId: input.id }),
});
