import {
  createIntegrationVerb,
  enableIntegration,
  rotateIntegrationSecret,
  updateIntegrationVerb,
} from "./people/integration-verbs";
import { createApiKey, revokeApiKey } from "./people/verbs";
import type { AnyVerb } from "./verb";

/** Every deed of the app by name; its URL is /api/verbs/NAME. One line each. */
export const verbs = {
  "create-api-key": createApiKey,
  "revoke-api-key": revokeApiKey,
  "create-integration": createIntegrationVerb,
  "update-integration": updateIntegrationVerb,
  "enable-integration": enableIntegration,
  "rotate-integration-secret": rotateIntegrationSecret,
} as const satisfies Record<string, AnyVerb>;

export type Verbs = typeof verbs;
