import { z } from "zod";

/** Holds the id of the command that last changed an object. */
export const commandAnnotation = "sitroom.dev/command";

export const metadata = z.object({
  name: z.string(),
  uid: z.string(),
  generation: z.number().optional(),
  resourceVersion: z.string().optional(),
  labels: z.record(z.string(), z.string()).optional(),
  annotations: z.record(z.string(), z.string()).optional(),
  ownerReferences: z
    .array(z.object({ uid: z.string(), controller: z.boolean().optional() }))
    .default([]),
});
type Metadata = z.infer<typeof metadata>;

const container = z.looseObject({
  name: z.string(),
  image: z.string().optional(),
  env: z.array(z.looseObject({ name: z.string(), value: z.string().optional() })).optional(),
});
/** A pod template; what is not named here is carried along untouched. */
export const template = z.looseObject({
  metadata: z
    .looseObject({
      labels: z.record(z.string(), z.string()).optional(),
      annotations: z.record(z.string(), z.string()).optional(),
    })
    .optional(),
  spec: z.looseObject({
    containers: z.array(container).min(1),
    volumes: z.array(z.looseObject({ name: z.string() })).optional(),
  }),
});
export type Template = z.infer<typeof template>;

export const replicaSet = z.object({ metadata, spec: z.object({ template }) });

export const labelSelector = (labels: Record<string, string>): string =>
  encodeURIComponent(
    Object.entries(labels)
      .map(([key, value]) => `${key}=${value}`)
      .join(","),
  );

/** The version of a pod template: its label app.kubernetes.io/version, else the tag (or digest) of the container's image. */
export function versionOf({ metadata: meta, spec }: Template, name: string | undefined): string {
  const label = meta?.labels?.["app.kubernetes.io/version"];
  if (label) return label;
  const image = (spec.containers.find((c) => c.name === name) ?? spec.containers[0])?.image ?? "";
  const [repository = "", digest] = image.split("@");
  const tag = /:([^:/]+)$/.exec(repository)?.[1];
  return tag ?? digest ?? "latest";
}

/** Who keeps the object as it is in Git, or null. */
export function managedBy({ labels = {}, annotations = {} }: Metadata): string | null {
  if (annotations["argocd.argoproj.io/tracking-id"] ?? labels["argocd.argoproj.io/instance"])
    return "Argo CD";
  if (labels["kustomize.toolkit.fluxcd.io/name"] ?? labels["helm.toolkit.fluxcd.io/name"])
    return "Flux";
  return null;
}

/** Annotations of the rollout's own, which do not go back (kubectl's annotationsToSkip). */
const kept = [
  "kubectl.kubernetes.io/last-applied-configuration",
  "deployment.kubernetes.io/revision",
  "deployment.kubernetes.io/revision-history",
  "deployment.kubernetes.io/desired-replicas",
  "deployment.kubernetes.io/max-replicas",
  "deprecated.deployment.rollback.to",
];

/** The older ReplicaSet's annotations, with those of the rollout as they are now. */
export const annotationsBack = (
  now: Record<string, string>,
  then: Record<string, string>,
): Record<string, string> => ({
  ...Object.fromEntries(Object.entries(then).filter(([key]) => !kept.includes(key))),
  ...Object.fromEntries(Object.entries(now).filter(([key]) => kept.includes(key))),
});

/** What goes along with the image when a template is replaced: one sentence per difference. Values of secrets stay unread. */
export function differences(now: Template, then: Template): string[] {
  const says: string[] = [];
  for (const after of then.spec.containers) {
    const before = now.spec.containers.find((c) => c.name === after.name);
    if (!before) {
      says.push(`Container ${after.name} comes back.`);
      continue;
    }
    if (before.image !== after.image)
      says.push(`Image of ${after.name}: ${before.image ?? "none"} → ${after.image ?? "none"}.`);
    const names = new Set([...(before.env ?? []), ...(after.env ?? [])].map((e) => e.name));
    for (const name of names) {
      const [a, b] = [before, after].map((c) => c.env?.find((e) => e.name === name));
      if (JSON.stringify(a) !== JSON.stringify(b))
        says.push(`${name} of ${after.name}: ${textOf(a)} → ${textOf(b)}.`);
    }
    if (JSON.stringify(before.resources) !== JSON.stringify(after.resources))
      says.push(`Resources of ${after.name} change back.`);
  }
  for (const { name } of now.spec.containers)
    if (!then.spec.containers.some((c) => c.name === name))
      says.push(`Container ${name} goes away.`);
  if (JSON.stringify(now.spec.volumes) !== JSON.stringify(then.spec.volumes))
    says.push("Volumes, such as mounted configuration, change back.");
  return says;
}

const textOf = (env: { value?: string | undefined } | undefined): string =>
  env === undefined ? "absent" : env.value === undefined ? "from elsewhere" : `“${env.value}”`;
