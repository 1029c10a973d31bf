import { z } from "zod";
import { type Command, type Executor, ExecutorRefused, type Outside, turnBack } from "../executor";
import type { IntegrationConfig } from "../model";
import { openCluster, patchAsSeen, placeOf } from "./kubernetes";
import {
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

const hashLabel = "rollouts-pod-template-hash";
const revision = "rollout.argoproj.io/revision";

const rollout = z.object({
  metadata,
  spec: z.object({
    replicas: z.number().default(1),
    workloadRef: z.unknown().optional(),
    selector: z.object({ matchLabels: z.record(z.string(), z.string()).default({}) }).optional(),
    template: template.optional(),
  }),
  status: z
    .object({
      abort: z.boolean().optional(),
      phase: z.string().optional(),
      message: z.string().optional(),
      observedGeneration: z.union([z.string(), z.number()]).optional(),
      stableRS: z.string().optional(),
      currentPodHash: z.string().optional(),
      updatedReplicas: z.number().default(0),
      availableReplicas: z.number().default(0),
    })
    .default({ updatedReplicas: 0, availableReplicas: 0 }),
});
type Rollout = z.infer<typeof rollout>;

/**
 * Takes a rollout back: while it is under way by aborting it (traffic goes to the stable version at once), after it by
 * putting the pod template of an older ReplicaSet back, which rolls out by the Rollout's own steps.
 */
export function argoRolloutsExecutor(
  config: IntegrationConfig<"argo-rollouts">,
  token: string,
  outside: Outside,
): Executor {
  const { ask } = openCluster(config, token, outside);
  const base = (target: string) => {
    const { namespace, name } = placeOf(target, config.namespace);
    return {
      url: `/apis/argoproj.io/v1alpha1/namespaces/${namespace}/rollouts/${name}`,
      namespace,
    };
  };
  const version = (of: Template) => versionOf(of, config.container);
  const get = async (url: string) => (await ask(url, rollout)).value;

  /** The ReplicaSets of a rollout, newest first. */
  async function replicaSets(target: string, { metadata: meta, spec }: Rollout) {
    const selector = labelSelector(spec.selector?.matchLabels ?? {});
    const { value } = await ask(
      `/apis/apps/v1/namespaces/${base(target).namespace}/replicasets?labelSelector=${selector}`,
      z.object({ items: z.array(replicaSet) }),
    );
    const number = (rs: (typeof value.items)[number]) =>
      Number(rs.metadata.annotations?.[revision] ?? 0);
    return value.items
      .filter((rs) => rs.metadata.ownerReferences.some((o) => o.controller && o.uid === meta.uid))
      .sort((a, b) => number(b) - number(a));
  }
  const templateOf = (target: string, { spec }: Rollout): Template => {
    if (spec.workloadRef !== undefined || !spec.template)
      throw new ExecutorRefused(`Rollout ${target} takes its pods from a workloadRef.`, [
        "Roll that workload back, with an integration of the kind Kubernetes.",
      ]);
    return spec.template;
  };
  const stableOf = async (target: string, found: Rollout) =>
    (await replicaSets(target, found)).find(
      (rs) => rs.metadata.labels?.[hashLabel] === found.status.stableRS,
    );
  const underWay = ({ status }: Rollout) =>
    status.stableRS !== undefined && status.stableRS !== status.currentPodHash;

  /** How a command is done now: an abort, or a patch. */
  async function wayOf(command: Command, found: Rollout) {
    const { target, from, to } = command;
    const manager = managedBy(found.metadata);
    const own = templateOf(target, found);
    const now = version(own);
    if (now !== from || found.status.abort)
      throw new ExecutorRefused(
        `${target} is at ${found.status.abort ? "its stable version, as it was aborted" : now}, not at ${from}.`,
      );
    const sets = await replicaSets(target, found);
    if (underWay(found)) {
      const stable = sets.find((rs) => rs.metadata.labels?.[hashLabel] === found.status.stableRS);
      const name = stable && version(stable.spec.template);
      if (name === to) return { abort: true as const };
    }
    if (manager)
      throw new ExecutorRefused(`${manager} manages ${target} and would undo this.`, [
        `Revert the change in Git, or let an integration with ${manager} roll back.`,
      ]);
    const older = sets.find((rs) => version(rs.spec.template) === to);
    if (!older)
      throw new ExecutorRefused(`There is no ReplicaSet of ${target} with ${to} any more.`);
    const { [hashLabel]: _, ...labels } = older.spec.template.metadata?.labels ?? {};
    const wanted = {
      ...older.spec.template,
      metadata: { ...older.spec.template.metadata, labels },
    };
    const annotations = { ...found.metadata.annotations, [commandAnnotation]: command.id };
    return {
      abort: false as const,
      says: differences(own, wanted),
      patch: [
        { op: "test", path: "/metadata/resourceVersion", value: found.metadata.resourceVersion },
        { op: "replace", path: "/spec/template", value: wanted },
        {
          op: found.metadata.annotations ? "replace" : "add",
          path: "/metadata/annotations",
          value: annotations,
        },
      ],
    };
  }
  const send = ({ target }: Command, url: string, patch: unknown, looked: Rollout, query: string) =>
    patchAsSeen(ask, { url, query, patch, looked, what: target });
  const merge = {
    method: "PATCH",
    type: "application/merge-patch+json",
    passes: [409],
  } as const;
  async function abort(url: string, query: string) {
    const body = { status: { abort: true } };
    // The status is a resource of its own, unless the installation says otherwise.
    const own = await ask(`${url}/status${query}`, z.unknown(), { ...merge, body, also: [404] });
    if (own.status === 404) await ask(`${url}${query}`, rollout, { ...merge, body });
  }

  return {
    async current(target) {
      const found = await get(base(target).url);
      const own = version(templateOf(target, found));
      if (!found.status.abort) return own;
      const stable = await stableOf(target, found);
      return stable ? version(stable.spec.template) : own;
    },
    async dryRun(command) {
      const { url } = base(command.target);
      const looked = await get(url);
      const way = await wayOf(command, looked);
      if (way.abort) {
        await abort(url, "?dryRun=All&fieldManager=sitroom");
        return [
          `The rollout of ${command.target} is under way and would be aborted: traffic goes back to ${command.to} at once.`,
        ];
      }
      await send(command, url, way.patch, looked, "&dryRun=All");
      return [`Rollout ${command.target} would go back by its own steps.`, ...way.says];
    },
    async execute(command) {
      const { url } = base(command.target);
      const found = await get(url);
      const done =
        found.metadata.annotations?.[commandAnnotation] === command.id ||
        (command.sentAt !== null && found.status.abort === true);
      if (!done) {
        const way = await wayOf(command, found);
        if (way.abort) await abort(url, "?fieldManager=sitroom");
        else await send(command, url, way.patch, found, "");
      }
      return { statusUrl: url };
    },
    async progress(statusUrl) {
      const { metadata: meta, spec, status } = await get(statusUrl);
      const { phase, message, availableReplicas } = status;
      const says = {
        steps: [],
        status: `${phase ?? "Progressing"}${message ? `: ${message}` : "."}`,
      };
      if (status.abort) {
        const back = availableReplicas >= spec.replicas;
        return { ...says, state: back ? "succeeded" : "running" };
      }
      const seen = String(status.observedGeneration ?? "") === String(meta.generation ?? "");
      if (seen && phase === "Healthy") return { ...says, state: "succeeded" };
      if (seen && phase === "Degraded")
        return { ...says, state: "failed", message: message ?? "The rollout is degraded." };
      return { ...says, state: "running" };
    },
    undo: turnBack,
  };
}
