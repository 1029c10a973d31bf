import { z } from "zod";
import { defineVerb } from "../verb";
import { createKey, revokeKey } from "./key-store";
import { keyScopes } from "./model";

const dayMs = 86_400_000;

export const createApiKey = defineVerb({
  name: "create-api-key",
  role: "admin",
  input: z.object({
    name: z.string().trim().min(1).max(100),
    scopes: z.array(z.enum(keyScopes)).min(1),
    /** Absent: it does not expire */
    expiresInDays: z.number().int().min(1).max(3650).optional(),
  }),
  run: ({ tx, actor, now }, { name, scopes, expiresInDays }) =>
    createKey(tx, {
      name,
      scopes: [...new Set(scopes)],
      createdBy: actor.name,
      expiresAt: expiresInDays === undefined ? null : now + expiresInDays * dayMs,
    }),
  tells: ({ name, scopes }, { prefix }) => ({
    says: `API key ${name} (${prefix}…) created for ${scopes.join(", ")}.`,
  }),
});

export const revokeApiKey = defineVerb({
  name: "revoke-api-key",
  role: "admin",
  input: z.object({ id: z.string() }),
  run: ({ tx, now }, { id }) => revokeKey(tx, id, now),
  tells: (_, { name }) => ({ says: `API key ${name} revoked.` }),
});
