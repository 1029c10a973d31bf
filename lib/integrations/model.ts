import { z } from "zod";

const webUrl = z
  .url({ protocol: /^https?$/, error: "must be an http:// or https:// address" })
  .max(2000);

const undoWith = z.string().min(1).max(100).optional().meta({
  title: "Undo with",
  description:
    "Id of the integration that can undo a told deploy that does not say so itself. Leave empty when nothing can.",
});

const cluster = z.object({
  server: webUrl.meta({ title: "API server", description: "Such as https://10.0.0.1:6443" }),
  namespace: z.string().min(1).max(63).default("default").meta({
    title: "Namespace",
    description: "Of targets that do not name one; others are NAMESPACE/NAME.",
  }),
  ca: z.string().max(20_000).optional().meta({
    title: "Certificate authority",
    description: "PEM, as in the kubeconfig. Empty: the system's authorities.",
    lines: 4,
  }),
  container: z.string().max(253).optional().meta({
    title: "Container",
    description:
      "Whose image tag is the version, where pods have no label app.kubernetes.io/version. Empty: the first.",
  }),
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
    secret: "Signs every command; made here, and given to the deployer.",
    target: "pricing, flag:NAME or config:SERVICE.KEY",
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
  kubernetes: {
    title: "Kubernetes",
    direction: "out",
    says: "Undoes the rollout of a Deployment, and restarts single pods.",
    secret:
      "Token of a service account that may get, list and patch deployments and replicasets, and get and delete pods.",
    target: "shop/pricing, or pod:shop/pricing-7f9c-x2x",
    config: cluster,
  },
  "argo-rollouts": {
    title: "Argo Rollouts",
    direction: "out",
    says: "Aborts a rollout that is under way, and undoes one that is over.",
    secret:
      "Token of a service account that may get and patch rollouts (with their status) and list replicasets.",
    target: "shop/pricing",
    config: cluster,
  },
  "argo-cd": {
    title: "Argo CD",
    direction: "out",
    says: "Rolls an application back, where auto-sync is off; otherwise says how to revert in Git.",
    secret: "API token of an account that may get and sync the applications.",
    target: "pricing, or argocd/pricing",
    config: z.object({
      url: webUrl.meta({ title: "Address", description: "Such as https://argocd.example.com" }),
      project: z.string().max(253).optional().meta({
        title: "Project",
        description: "Only applications of this project. Empty: any.",
      }),
    }),
  },
  "github-workflow": {
    title: "GitHub workflow",
    direction: "out",
    says: "Starts a workflow of yours that rolls back.",
    secret: "Token with actions: write and deployments: read on the repository.",
    target: "pricing",
    config: z.object({
      api: webUrl.default("https://api.github.com").meta({ title: "API address" }),
      repository: z
        .string()
        .regex(/^[\w.-]+\/[\w.-]+$/, "must be owner/name")
        .meta({ title: "Repository", description: "owner/name" }),
      workflow: z
        .string()
        .min(1)
        .max(200)
        .meta({ title: "Workflow", description: "File name, such as rollback.yml" }),
      ref: z.string().min(1).max(200).default("main").meta({ title: "Branch of the workflow" }),
      environment: z.string().min(1).max(200).default("production").meta({
        title: "Environment",
        description: "Whose deployments tell what runs; {target} is filled in.",
      }),
    }),
  },
  unleash: {
    title: "Unleash",
    direction: "out",
    says: "Switches a feature flag off, or back on.",
    secret: "Admin or personal API token.",
    target: "flag:NAME",
    config: z.object({
      url: webUrl.meta({ title: "Address", description: "Such as https://unleash.example.com" }),
      project: z.string().min(1).max(100).default("default").meta({ title: "Project" }),
      environment: z.string().min(1).max(100).default("production").meta({ title: "Environment" }),
    }),
  },
  launchdarkly: {
    title: "LaunchDarkly",
    direction: "out",
    says: "Turns a feature flag off, or back on.",
    secret: "API access token with the role writer.",
    target: "flag:KEY",
    config: z.object({
      url: webUrl.default("https://app.launchdarkly.com").meta({ title: "Address" }),
      project: z.string().min(1).max(100).default("default").meta({ title: "Project key" }),
      environment: z
        .string()
        .min(1)
        .max(100)
        .default("production")
        .meta({ title: "Environment key" }),
    }),
  },
} as const;

export type IntegrationKind = keyof typeof integrationKinds;
export const integrationKind = z.enum(
  Object.keys(integrationKinds) as [IntegrationKind, ...IntegrationKind[]],
);
/** Kinds that can start a single instance anew. */
export const restarterKinds: readonly IntegrationKind[] = ["webhook-deployer", "kubernetes"];
export type IntegrationConfig<K extends IntegrationKind> = z.infer<
  (typeof integrationKinds)[K]["config"]
>;
