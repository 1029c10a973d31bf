import { z } from "zod";
import { openStubServer, type StubCase } from "./stub-server";

const v1 = "1111111aaaabbbbccccddddeeeeffff000011112";
const v2 = "2222222aaaabbbbccccddddeeeeffff000011112";
type Application = {
  metadata: { name: string };
  spec: Record<string, unknown>;
  status: {
    sync: { revision: string };
    health: { status: string };
    history: { id: number; revision: string; deployedAt: string }[];
    operationState?: object;
  };
};
export const argoCd = { now: 0, done: 0, automated: null as object | null, app: {} as Application };
const at = () => new Date(argoCd.now).toISOString();
const entry = (id: number, revision: string) => ({ id, revision, deployedAt: at() });
const get = (name: string | undefined) => {
  if (name !== "pricing")
    return {
      status: 404,
      value: { error: "x", code: 5, message: `application ${name} not found` },
    };
  const { automated } = argoCd;
  const { app } = argoCd;
  return { status: 200, value: { ...app, spec: { ...app.spec, syncPolicy: { automated } } } };
};

/** Argo CD's API server 3.x: argo-cd.readthedocs.io/en/stable/developer-guide/api-docs, ApplicationService Get and Rollback. */
export const argoCdStub: StubCase = {
  kind: "argo-cd",
  secret: "eyJhbGciOiJIUzI1NiJ9.x",
  stub: openStubServer({
    knows: ({ headers }) => headers.authorization === "Bearer eyJhbGciOiJIUzI1NiJ9.x",
    endpoints: [
      {
        method: "GET",
        path: "/api/v1/applications/:name",
        query: ["refresh", "project", "appNamespace", "projects", "resourceVersion", "repo"],
        answer: ({ params }) => get(params.name),
      },
      {
        method: "POST",
        path: "/api/v1/applications/:name/rollback",
        body: z.strictObject({
          name: z.string(),
          id: z.number(),
          dryRun: z.boolean().optional(),
          prune: z.boolean().optional(),
          appNamespace: z.string().optional(),
          project: z.string().optional(),
        }),
        answer: ({ params, body }) => {
          const { id, dryRun } = body as { id: number; dryRun: boolean };
          const { app, automated } = argoCd;
          if (automated && !("enabled" in automated && automated.enabled === false))
            return {
              status: 400,
              value: { code: 9, message: "rollback cannot be initiated when auto-sync is enabled" },
            };
          const found = app.status.history.find((h) => h.id === id);
          if (!found) return { status: 400, value: { code: 3, message: "invalid id" } };
          if (!dryRun) {
            argoCd.done++;
            app.status.history.push(entry(app.status.history.length, found.revision));
            app.status.operationState = {
              phase: "Running",
              startedAt: at(),
              syncResult: { revision: found.revision },
            };
          }
          return get(params.name);
        },
      },
    ],
  }),
  config() {
    return { url: this.stub.url, project: "default" };
  },
  target: "argocd/pricing",
  from: v2.slice(0, 12),
  to: v1.slice(0, 12),
  action: "rollback",
  unknown: "argocd/nobody",
  reset(now) {
    Object.assign(argoCd, { now, done: 0, automated: null });
    argoCd.app = {
      metadata: { name: "pricing" },
      spec: { source: { repoURL: "https://git.example/acme/shop", path: "pricing" } },
      status: {
        sync: { revision: v2 },
        health: { status: "Healthy" },
        history: [entry(0, v1), entry(1, v2)],
      },
    };
  },
  runs: () => argoCd.app.status.history.at(-1)?.revision.slice(0, 12) ?? "",
  done: () => argoCd.done,
  drift() {
    argoCd.app.status.history.push(entry(2, "3333333aaaabbbbccccddddeeeeffff000011112"));
  },
  finish(how) {
    Object.assign(argoCd.app.status.operationState ?? {}, {
      phase: how === "succeeded" ? "Succeeded" : "Failed",
      message: how,
    });
  },
};
