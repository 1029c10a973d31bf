import { z } from "zod";
import { Problem } from "../problem";
import { defineVerb } from "../verb";
import { createKey, revokeKey, rotateKey } from "./key-store";
import { keyScope } from "./model";

const dayMs = 86_400_000;

export const createApiKey = defineVerb({
  name: "create-api-key",
  role: "admin",
  input: z.object({
    name: z.string().trim().min(1).max(100),
    scopes: z.array(keyScope).min(1),
    /** Only about these; empty: all */
    services: z.array(z.string().trim().min(1).max(200)).max(500).default([]),
    /** Absent: it does not expire */
    expiresInDays: z.number().int().min(1).max(3650).optional(),
  }),
  run: async ({ tx, actor, now }, { name, scopes, services, expiresInDays }) => {
    // Telemetry and pages are about many services at once; only a change names the one it is about.
    if (services.length > 0 && scopes.some((scope) => scope !== "changes"))
      throw new Problem("bad-input", "A key for some services can only tell of changes.");
    return createKey(tx, {
      name,
      scopes: [...new Set(scopes)],
      services: [...new Set(services)],
      createdBy: actor.name,
      now,
      expiresAt: expiresInDays === undefined ? null : now + expiresInDays * dayMs,
    });
  },
  tells: ({ name, scopes, services }, { prefix }) => ({
    says: `API key ${name} (${prefix}…) created for ${scopes.join(", ")}${services.length > 0 ? ` of ${services.join(", ")}` : ""}.`,
  }),
});

/** A new key in the place of one that works on for a while. */
export const rotateApiKey = defineVerb({
  name: "rotate-api-key",
  role: "admin",
  input: z.object({ id: z.string(), overlapHours: z.number().int().min(0).max(720).default(24) }),
  run: ({ tx, actor, now }, { id, overlapHours }) =>
    rotateKey(tx, { id, overlapMs: overlapHours * 3_600_000, by: actor.name, now }),
  tells: ({ overlapHours }, { name, prefix }) => ({
    says: `API key ${name} replaced by ${prefix}…; the old one works for ${overlapHours} h more.`,
  }),
});

export const revokeApiKey = defineVerb({
  name: "revoke-api-key",
  role: "admin",
  input: z.object({ id: z.string() }),
  run: ({ tx, now }, { id }) => revokeKey(tx, id, now),
  tells: (_, { name }) => ({ says: `API key ${name} revoked.` }),
});
