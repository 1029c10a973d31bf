import { z } from "zod";
import { readEnv } from "../env";
import { integrationKind } from "../integrations/model";
import { defineVerb } from "../verb";
import { appSecret } from "./app-secret";
import { createIntegration, rotateSecret, updateIntegration } from "./integration-store";

const id = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, "lower-case letters, digits and dashes, such as github-main");
const name = z.string().trim().min(1).max(100);
const secret = z.string().min(16, "at least 16 characters").max(500).optional();
const config = z.record(z.string(), z.unknown());

export const createIntegrationVerb = defineVerb({
  name: "create-integration",
  role: "admin",
  input: z.object({ id, kind: integrationKind, name, config: config.default({}), secret }),
  run: ({ tx }, { secret, ...input }) =>
    createIntegration(tx, appSecret(readEnv()), { ...input, ...(secret ? { secret } : {}) }),
  tells: ({ id, name, kind }) => ({ says: `Integration ${name} (${kind}, ${id}) added.` }),
});

export const updateIntegrationVerb = defineVerb({
  name: "update-integration",
  role: "admin",
  input: z.object({ id, name: name.optional(), config: config.optional() }),
  run: ({ tx }, { id, name, config }) =>
    updateIntegration(tx, id, { ...(name ? { name } : {}), ...(config ? { config } : {}) }),
  tells: (_, { name }) => ({ says: `Integration ${name} changed.` }),
});

export const enableIntegration = defineVerb({
  name: "enable-integration",
  role: "admin",
  input: z.object({ id, enabled: z.boolean() }),
  run: ({ tx }, { id, enabled }) => updateIntegration(tx, id, { enabled }),
  tells: ({ enabled }, { name }) => ({
    says: `Integration ${name} switched ${enabled ? "on" : "off"}.`,
  }),
});

export const rotateIntegrationSecret = defineVerb({
  name: "rotate-integration-secret",
  role: "admin",
  input: z.object({ id, secret }),
  run: ({ tx }, { id, secret }) => rotateSecret(tx, appSecret(readEnv()), id, secret),
  tells: (_, { name }) => ({ says: `The secret of integration ${name} was replaced.` }),
});
