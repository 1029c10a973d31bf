import { z } from "zod";

const webUrl = z
  .url({ protocol: /^https?$/, error: "must be an http:// or https:// address" })
  .max(2000);

const undoWith = z.string().min(1).max(100).optional().meta({
  title: "Undo with",
  description:
    "Id of the integration that can undo a told deploy that does not say so itself. Leave empty when nothing can.",
});

/** Every kind of peer: which way it speaks, how it proves itself, and the shape of its configuration. */
export const integrationKinds = {
  "generic-changes": {
    title: "Changes by signed webhook",
    direction: "in",
    says: "Takes changes in our own JSON, signed as Standard Webhooks.",
    config: z.object({ undoWith }),
  },
  github: {
    title: "GitHub",
    direction: "in",
    says: "Takes deployment, deployment_status and workflow_run events, signed with X-Hub-Signature-256.",
    config: z.object({
      undoWith,
      services: z.record(z.string(), z.string().min(1).max(200)).default({}).meta({
        title: "Service of a repository",
        description: "Which service a repository (owner/name) deploys, where the names differ.",
      }),
      environments: z.array(z.string()).default([]).meta({
        title: "Environments",
        description: "Only deployments to these count; none named: all.",
      }),
      workflows: z.array(z.string()).default([]).meta({
        title: "Deploying workflows",
        description:
          "Names of workflows whose runs are deploys; none named: those with deploy or release in the name.",
      }),
    }),
  },
  alertmanager: {
    title: "Alertmanager",
    direction: "in",
    says: "Takes alerts as anomalies. The secret goes into http_config.authorization.credentials.",
    config: z.object({}),
  },
  "webhook-deployer": {
    title: "Deployer by signed webhook",
    direction: "out",
    says: "Executes rollbacks, flags and configuration by a signed POST.",
    config: z.object({
      url: webUrl.meta({ title: "Command URL", description: "Where commands are posted." }),
      stateUrl: webUrl
        .refine((url) => url.includes("{target}"), "must contain {target}")
        .meta({
          title: "State URL",
          description: "Where the current version of {target} is read before anything is done.",
        }),
    }),
  },
} as const;

export type IntegrationKind = keyof typeof integrationKinds;
export const integrationKind = z.enum(
  Object.keys(integrationKinds) as [IntegrationKind, ...IntegrationKind[]],
);
export type IntegrationConfig<K extends IntegrationKind> = z.infer<
  (typeof integrationKinds)[K]["config"]
>;
