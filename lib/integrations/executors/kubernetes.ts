import { z } from "zod";
import { type Command, type Executor, ExecutorRefused, type Outside, turnBack } from "../executor";
import type { IntegrationConfig } from "../model";
import { openPeer, type Peer } from "../peer";
import {
  annotationsBack,
  commandAnnotation,
  differences,
  labelSelector,
  managedBy,
  metadata,
  replicaSet,
  type Template,
  template,
  versionOf,
} from "./kubernetes-objects";

const hashLabel = "pod-template-hash";
const revision = "deployment.kubernetes.io/revision";

const deployment = z.object({
  metadata,
  spec: z.object({
    paused: z.boolean().optional(),
    replicas: z.number().default(1),
    selector: z.object({ matchLabels: z.record(z.string(), z.string()).default({}) }),
    template,
  }),
  status: z
    .object({
      observedGeneration: z.number().optional(),
      replicas: z.number().default(0),
      updatedReplicas: z.number().default(0),
      availableReplicas: z.number().default(0),
      conditions: z
        .array(
          z.object({
            type: z.string(),
            status: z.string(),
            reason: z.string().optional(),
            message: z.string().optional(),
          }),
        )
        .default([]),
    })
    .default({ replicas: 0, updatedReplicas: 0, availableReplicas: 0, conditions: [] }),
});
type Deployment = z.infer<typeof deployment>;
const pod = z.object({ metadata });
const gone = z.unknown();

/** "shop/pricing", or "pricing" in the integration's own namespace. */
export function placeOf(target: string, namespace: string): { namespace: string; name: string } {
  const match = /^(?:([a-z0-9-]{1,63})\/)?([a-z0-9][a-z0-9.-]{0,252})$/.exec(target);
  if (!match) throw new ExecutorRefused(`“${target}” is not NAMESPACE/NAME.`);
  return { namespace: match[1] ?? namespace, name: match[2] ?? "" };
}

export const openCluster = (
  { server, ca }: Pick<IntegrationConfig<"kubernetes">, "server" | "ca">,
  token: string,
  { outgoing }: Outside,
): Peer =>
  openPeer({
    outgoing,
    name: "The cluster",
    base: server,
    ca,
    headers: { authorization: `Bearer ${token}` },
  });

/**
 * Sends a JSON patch that tests the resourceVersion. A workload's status changes its version too, and a sick one's does so
 * often: when it has moved since it was looked at that may pass, and the next look decides whether it still is what the plan
 * says. Throws ExecutorRefused for any other refusal.
 */
export async function patchAsSeen(
  ask: Peer["ask"],
  sent: {
    url: string;
    query: string;
    patch: unknown;
    looked: { metadata: { resourceVersion?: string | undefined } };
    what: string;
  },
): Promise<void> {
  const { status, value } = await ask(
    `${sent.url}?fieldManager=sitroom${sent.query}`,
    z.looseObject({ message: z.string().optional() }),
    {
      method: "PATCH",
      type: "application/json-patch+json",
      body: sent.patch,
      also: [422],
      passes: [409],
    },
  );
  if (status !== 422) return;
  const now = (await ask(sent.url, z.object({ metadata }))).value.metadata.resourceVersion;
  if (now !== sent.looked.metadata.resourceVersion)
    throw new Error(`${sent.what} changed between the look and the patch; looking again.`);
  throw new ExecutorRefused(`The cluster answered 422: ${value.message ?? "no reason given"}`);
}

/**
 * Undoes a rollout as kubectl's DeploymentRollbacker does (the pod template of an older ReplicaSet, a JSON patch), with two
 * things more: the patch tests the resourceVersion, so that it applies to what was looked at or not at all, and an annotation
 * holds the command's id, so that a repeated command finds itself. A target "pod:NAMESPACE/NAME" is restarted by deleting the
 * pod with its uid as a precondition.
 */
export function kubernetesExecutor(
  config: IntegrationConfig<"kubernetes">,
  token: string,
  outside: Outside,
): Executor {
  const { ask } = openCluster(config, token, outside);
  const urlOf = (target: string) => {
    const { namespace, name } = placeOf(target, config.namespace);
    return `/apis/apps/v1/namespaces/${namespace}/deployments/${name}`;
  };
  const podOf = (target: string) => {
    const { namespace, name } = placeOf(target.slice("pod:".length), config.namespace);
    return `/api/v1/namespaces/${namespace}/pods/${name}`;
  };
  const isPod = (target: string) => target.startsWith("pod:");
  const version = (of: Template) => versionOf(of, config.container);
  const get = async (url: string) => (await ask(url, deployment)).value;

  /** The patch of a command, or the reason why there is none. */
  async function patchOf(command: Command, found: Deployment) {
    const { namespace } = placeOf(command.target, config.namespace);
    if (found.spec.paused)
      throw new ExecutorRefused(`Deployment ${command.target} is paused; resume it first.`);
    const manager = managedBy(found.metadata);
    if (manager)
      throw new ExecutorRefused(`${manager} manages ${command.target} and would undo this.`, [
        `Revert the change in Git, or let an integration with ${manager} roll back.`,
      ]);
    const now = version(found.spec.template);
    if (now !== command.from)
      throw new ExecutorRefused(`${command.target} is at ${now}, not at ${command.from}.`);
    const { value } = await ask(
      `/apis/apps/v1/namespaces/${namespace}/replicasets?labelSelector=${labelSelector(found.spec.selector.matchLabels)}`,
      z.object({ items: z.array(replicaSet) }),
    );
    const target = value.items
      .filter((rs) =>
        rs.metadata.ownerReferences.some((o) => o.controller && o.uid === found.metadata.uid),
      )
      .sort((a, b) => revisionOf(b) - revisionOf(a))
      .find((rs) => version(rs.spec.template) === command.to);
    if (!target)
      throw new ExecutorRefused(
        `There is no ReplicaSet of ${command.target} with ${command.to}: its history (revisionHistoryLimit) does not go back that far.`,
      );
    const { [hashLabel]: _, ...labels } = target.spec.template.metadata?.labels ?? {};
    const wanted = {
      ...target.spec.template,
      metadata: { ...target.spec.template.metadata, labels },
    };
    return {
      wanted,
      patch: [
        { op: "test", path: "/metadata/resourceVersion", value: found.metadata.resourceVersion },
        { op: "replace", path: "/spec/template", value: wanted },
        {
          op: found.metadata.annotations ? "replace" : "add",
          path: "/metadata/annotations",
          value: {
            ...annotationsBack(found.metadata.annotations ?? {}, target.metadata.annotations ?? {}),
            [commandAnnotation]: command.id,
          },
        },
      ],
    };
  }
  const send = ({ target }: Command, patch: unknown, looked: Deployment, query: string) =>
    patchAsSeen(ask, { url: urlOf(target), query, patch, looked, what: target });

  return {
    async current(target) {
      if (isPod(target)) return (await ask(podOf(target), pod)).value.metadata.uid;
      return version((await get(urlOf(target))).spec.template);
    },
    async dryRun(command) {
      if (isPod(command.target)) {
        await deletePod(command, "?dryRun=All");
        return [`${command.target} would be deleted, and its controller would start another one.`];
      }
      const found = await get(urlOf(command.target));
      const { patch, wanted } = await patchOf(command, found);
      await send(command, patch, found, "&dryRun=All");
      return [
        `Deployment ${command.target} with ${found.spec.replicas} replicas would be rolled out anew. The cluster accepts the patch.`,
        ...differences(found.spec.template, wanted),
      ];
    },
    async execute(command) {
      if (isPod(command.target)) {
        await deletePod(command, "");
        return { statusUrl: `${podOf(command.target)}#${command.from}` };
      }
      const url = urlOf(command.target);
      const found = await get(url);
      if (found.metadata.annotations?.[commandAnnotation] !== command.id) {
        const { patch } = await patchOf(command, found);
        await send(command, patch, found, "");
      }
      return { statusUrl: `${url}#${command.id}` };
    },
    async progress(statusUrl) {
      const [url = "", mark = ""] = statusUrl.split("#");
      if (url.includes("/pods/")) return podProgress(url, mark);
      return progressOf(await get(url), mark, version);
    },
    undo: (command) => (isPod(command.target) ? null : turnBack(command)),
  };

  async function deletePod({ target, from }: Command, query: string) {
    // Gone, or another pod under this name by now: what was wanted has happened.
    await ask(`${podOf(target)}${query}`, gone, {
      method: "DELETE",
      body: { kind: "DeleteOptions", apiVersion: "v1", preconditions: { uid: from } },
      also: [404, 409],
    });
  }
  async function podProgress(url: string, uid: string) {
    const { status, value } = await ask(url, z.looseObject({ metadata: metadata.optional() }), {
      also: [404],
    });
    const over = status === 404 || value.metadata?.uid !== uid;
    return {
      state: over ? ("succeeded" as const) : ("running" as const),
      steps: [],
      status: over
        ? "The pod is gone, and its controller starts another one."
        : "The pod is ending.",
    };
  }
}

const revisionOf = (rs: z.infer<typeof replicaSet>): number =>
  Number(rs.metadata.annotations?.[revision] ?? 0);

/** How far a rollout is, after kubectl's rollout status. */
function progressOf(
  { metadata: { annotations, generation }, spec, status }: Deployment,
  id: string,
  version: (of: Template) => string,
) {
  if (annotations?.[commandAnnotation] !== id)
    return {
      state: "failed" as const,
      steps: [],
      message: "Somebody else changed the Deployment before the rollout was over.",
    };
  const { observedGeneration = 0, replicas, updatedReplicas, availableReplicas } = status;
  const stuck = status.conditions.find(
    (c) => c.type === "Progressing" && c.reason === "ProgressDeadlineExceeded",
  );
  if (stuck)
    return {
      state: "failed" as const,
      steps: [],
      message: stuck.message ?? "The rollout has exceeded its progress deadline.",
    };
  const done =
    observedGeneration >= (generation ?? 0) &&
    updatedReplicas === spec.replicas &&
    replicas === updatedReplicas &&
    availableReplicas >= updatedReplicas;
  return {
    state: done ? ("succeeded" as const) : ("running" as const),
    steps: [],
    status: `${Math.min(updatedReplicas, availableReplicas)} of ${spec.replicas} replicas run ${version(spec.template)}.`,
  };
}
