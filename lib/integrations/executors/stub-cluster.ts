import { z } from "zod";
import { type Answer, type Endpoint, openStubServer, type StubCase } from "./stub-server";

type Meta = {
  name: string;
  uid: string;
  generation: number;
  resourceVersion: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
};
type Workload = {
  metadata: Meta;
  spec: { replicas: number; paused?: boolean; selector: object; template: Template };
  status: Record<string, unknown>;
};
type Template = {
  metadata: { labels: Record<string, string> };
  spec: { containers: { name: string; image: string; env?: object[] }[] };
};

const templateOf = (version: string, hash?: [string, string]): Template => ({
  metadata: { labels: { app: "pricing", ...(hash ? { [hash[0]]: hash[1] } : {}) } },
  spec: {
    containers: [
      {
        name: "pricing",
        image: `registry.example:5000/pricing:${version}`,
        env: [{ name: "POOL", value: version === "v2" ? "40" : "20" }],
      },
    ],
  },
});

/** A cluster with one Deployment and one Rollout, and what they need. */
export const cluster = {
  done: 0,
  deployment: {} as Workload,
  rollout: {} as Workload,
  pod: "pod-uid-1" as string | null,
};
const imageOf = ({ spec }: Workload) =>
  spec.template.spec.containers[0]?.image.split(":").at(-1) ?? "";

function workload(uid: string): Workload {
  return {
    metadata: {
      name: "pricing",
      uid,
      generation: 7,
      resourceVersion: "100",
      annotations: { "deployment.kubernetes.io/revision": "2" },
    },
    spec: {
      replicas: 3,
      selector: { matchLabels: { app: "pricing" } },
      template: templateOf("v2"),
    },
    status: {
      observedGeneration: 7,
      replicas: 3,
      updatedReplicas: 3,
      availableReplicas: 3,
      phase: "Healthy",
      stableRS: "hash2",
      currentPodHash: "hash2",
    },
  };
}
const setOf = (owner: string, n: number, hash: string) => ({
  metadata: {
    name: `pricing-${n}`,
    uid: `rs-${owner}-${n}`,
    labels: { app: "pricing", [hash]: `hash${n}` },
    annotations: {
      [owner === "rollout" ? "rollout.argoproj.io/revision" : "deployment.kubernetes.io/revision"]:
        String(n),
    },
    ownerReferences: [{ uid: owner, controller: true, kind: "x", name: "pricing" }],
  },
  spec: { template: templateOf(`v${n}`, [hash, `hash${n}`]) },
});
const items = [
  ...[1, 2].map((n) => setOf("deployment", n, "pod-template-hash")),
  ...[1, 2].map((n) => setOf("rollout", n, "rollouts-pod-template-hash")),
  // Somebody else's, with the same labels
  setOf("stranger", 1, "pod-template-hash"),
];
const patchBody = z
  .array(
    z.strictObject({
      op: z.enum(["test", "replace", "add"]),
      path: z.string(),
      value: z.unknown(),
    }),
  )
  // The API server takes a patch without it; we never send one.
  .refine(([first]) => first?.op === "test" && first.path === "/metadata/resourceVersion", {
    error: "a patch begins with a test of the resourceVersion",
  });

/** Applies a JSON patch as the API server does: all of it or, when a test fails, nothing. */
function apply(to: Workload, body: unknown, dry: boolean): Answer {
  for (const { op, path, value } of body as { op: string; path: string; value: unknown }[]) {
    if (op !== "test") continue;
    if (path !== "/metadata/resourceVersion" || value !== to.metadata.resourceVersion)
      return { status: 422, value: { message: "the server rejected our request" } };
  }
  const next = structuredClone(to);
  for (const { op, path, value } of body as { op: string; path: string; value: never }[]) {
    if (op === "test") continue;
    if (path === "/spec/template") next.spec.template = value;
    else if (path === "/metadata/annotations") next.metadata.annotations = value;
    else return { status: 422, value: { message: `cannot patch ${path}` } };
  }
  if (next.spec.template.metadata.labels["pod-template-hash"])
    return { status: 422, value: { message: "pod-template-hash must not be set" } };
  if (!dry) {
    next.metadata.generation++;
    next.metadata.resourceVersion = String(Number(next.metadata.resourceVersion) + 1);
    Object.assign(next.status, {
      updatedReplicas: 0,
      phase: "Progressing",
      currentPodHash: "hash1",
    });
    Object.assign(to, next);
    cluster.done++;
  }
  return { status: 200, value: dry ? next : to };
}
const isDry = (query: URLSearchParams) => query.get("dryRun") === "All";
const writing = ["dryRun", "fieldManager", "fieldValidation", "force", "pretty"];
const missing = (what: string, name: string | undefined): Answer => ({
  status: 404,
  value: { kind: "Status", message: `${what} "${name}" not found` },
});

const workloadEndpoints = (path: string, what: string, of: () => Workload): Endpoint[] => [
  {
    method: "GET",
    path,
    query: ["pretty"],
    answer: ({ params }) =>
      params.name === "pricing" ? { status: 200, value: of() } : missing(what, params.name),
  },
  {
    method: "PATCH",
    path,
    query: writing,
    type: "application/json-patch+json",
    body: patchBody,
    answer: ({ body, query }) => apply(of(), body, isDry(query)),
  },
];
const rollouts = "/apis/argoproj.io/v1alpha1/namespaces/:namespace/rollouts/:name";
const pods = "/api/v1/namespaces/:namespace/pods/:name";

/** The Kubernetes API 1.3x (apps/v1, core/v1) and Argo Rollouts v1alpha1, for one namespace. */
const stub = openStubServer({
  knows: ({ headers }) => headers.authorization === "Bearer cluster-token-0123456789",
  endpoints: [
    ...workloadEndpoints(
      "/apis/apps/v1/namespaces/:namespace/deployments/:name",
      "deployments.apps",
      () => cluster.deployment,
    ),
    ...workloadEndpoints(rollouts, "rollouts.argoproj.io", () => cluster.rollout),
    {
      method: "PATCH",
      path: `${rollouts}/status`,
      query: writing,
      type: "application/merge-patch+json",
      body: z.strictObject({ status: z.strictObject({ abort: z.literal(true) }) }),
      answer: ({ query }) => {
        if (!isDry(query)) {
          cluster.done++;
          Object.assign(cluster.rollout.status, { abort: true, phase: "Degraded" });
        }
        return { status: 200, value: cluster.rollout };
      },
    },
    {
      method: "GET",
      path: "/apis/apps/v1/namespaces/:namespace/replicasets",
      query: ["labelSelector", "fieldSelector", "limit", "continue"],
      answer: () => ({ status: 200, value: { items } }),
    },
    {
      method: "GET",
      path: pods,
      answer: ({ params }) =>
        cluster.pod
          ? { status: 200, value: { metadata: { name: params.name, uid: cluster.pod } } }
          : missing("pods", params.name),
    },
    {
      method: "DELETE",
      path: pods,
      query: writing,
      body: z.strictObject({
        kind: z.literal("DeleteOptions"),
        apiVersion: z.literal("v1"),
        preconditions: z.strictObject({ uid: z.string() }),
      }),
      answer: ({ params, body, query }) => {
        const { preconditions } = body as { preconditions: { uid: string } };
        if (!cluster.pod) return missing("pods", params.name);
        if (preconditions.uid !== cluster.pod)
          return { status: 409, value: { message: "the UID in the precondition does not match" } };
        if (!isDry(query)) {
          cluster.done++;
          cluster.pod = null;
        }
        return { status: 200, value: {} };
      },
    },
  ],
});

const shared = {
  stub,
  secret: "cluster-token-0123456789",
  config: () => ({ server: stub.url, namespace: "shop" }),
  target: "pricing",
  from: "v2",
  to: "v1",
  action: "rollback" as const,
  unknown: "nobody",
  reset() {
    Object.assign(cluster, {
      done: 0,
      deployment: workload("deployment"),
      rollout: workload("rollout"),
      pod: "pod-uid-1",
    });
  },
  done: () => cluster.done,
  passes: [
    { status: 409, value: { message: "the object has been modified; please apply your changes" } },
  ],
};
const move = (to: Workload) => {
  to.spec.template = templateOf("v3");
  to.metadata.resourceVersion = "200";
};
const ended = { updatedReplicas: 3, replicas: 3, availableReplicas: 3, phase: "Healthy" };

export const kubernetesStub: StubCase = {
  ...shared,
  kind: "kubernetes",
  runs: () => imageOf(cluster.deployment),
  drift: () => move(cluster.deployment),
  finish(how) {
    const { metadata, status } = cluster.deployment;
    const conditions = [
      { type: "Progressing", status: "False", reason: "ProgressDeadlineExceeded", message: "late" },
    ];
    Object.assign(
      status,
      how === "failed" ? { conditions } : { ...ended, observedGeneration: metadata.generation },
    );
  },
};
export const argoRolloutsStub: StubCase = {
  ...shared,
  kind: "argo-rollouts",
  runs: () => imageOf(cluster.rollout),
  drift: () => move(cluster.rollout),
  finish(how) {
    const { metadata, status } = cluster.rollout;
    const observedGeneration = String(metadata.generation);
    Object.assign(
      status,
      how === "failed"
        ? { observedGeneration, phase: "Degraded", message: "late" }
        : { ...ended, observedGeneration, stableRS: "hash1" },
    );
  },
};
