import type { Executor, Outside } from "../executor";
import { type IntegrationConfig, type IntegrationKind, integrationKinds } from "../model";
import { argoCdExecutor } from "./argo-cd";
import { argoRolloutsExecutor } from "./argo-rollouts";
import { githubWorkflowExecutor } from "./github-workflow";
import { kubernetesExecutor } from "./kubernetes";
import { launchDarklyExecutor } from "./launchdarkly";
import { unleashExecutor } from "./unleash";
import { webhookExecutor } from "./webhook";

type Open<K extends IntegrationKind> = (
  config: IntegrationConfig<K>,
  secret: string,
  outside: Outside,
) => Executor;

/** Every kind of integration that executes. One line each; the contract suite runs over all of them. */
const executors: { [K in IntegrationKind]?: Open<K> } = {
  "webhook-deployer": webhookExecutor,
  kubernetes: kubernetesExecutor,
  "argo-rollouts": argoRolloutsExecutor,
  "argo-cd": argoCdExecutor,
  "github-workflow": githubWorkflowExecutor,
  unleash: unleashExecutor,
  launchdarkly: launchDarklyExecutor,
};

/** The executor of a kind, with its configuration as stored; null for a kind that cannot execute. */
export function makeExecutor<K extends IntegrationKind>(
  kind: K,
  config: unknown,
  secret: string,
  outside: Outside,
): Executor | null {
  const open = executors[kind];
  if (!open) return null;
  return open(integrationKinds[kind].config.parse(config) as IntegrationConfig<K>, secret, outside);
}
