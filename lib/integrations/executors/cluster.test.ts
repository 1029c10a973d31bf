import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Command, ExecutorRefused } from "../executor";
import { makeExecutor } from "./index";
import { argoCd, argoCdStub } from "./stub-argo-cd";
import { argoRolloutsStub, cluster, kubernetesStub } from "./stub-cluster";

const now = Date.UTC(2026, 10, 23, 9);
const open = (its: typeof kubernetesStub, kind: "kubernetes" | "argo-rollouts" | "argo-cd") => {
  const executor = makeExecutor(kind, its.config(), its.secret, {
    now: () => now,
    outgoing: { allow: ["127.0.0.1"] },
  });
  if (!executor) throw new Error(`${kind} does not execute`);
  return executor;
};
const command: Command = {
  id: "remedy_1b9d6bcd",
  action: "rollback",
  target: "shop/pricing",
  from: "v2",
  to: "v1",
  plan: "abc",
  requestedBy: "Ada",
  sentAt: null,
};
beforeAll(async () => {
  await kubernetesStub.stub.listen();
  await argoCdStub.stub.listen();
});
afterAll(async () => {
  await kubernetesStub.stub.close();
  await argoCdStub.stub.close();
});
beforeEach(() => {
  kubernetesStub.reset(now);
  argoCdStub.reset(now);
});

test("a dry run on a Deployment names the image and the configuration that go with it", async () => {
  expect(await open(kubernetesStub, "kubernetes").dryRun(command)).toEqual([
    "Deployment shop/pricing with 3 replicas would be rolled out anew. The cluster accepts the patch.",
    "Image of pricing: registry.example:5000/pricing:v2 → registry.example:5000/pricing:v1.",
    "POOL of pricing: “40” → “20”.",
  ]);
});

test("a Deployment that is paused, kept by Argo CD, or has no such ReplicaSet left is refused", async () => {
  const its = open(kubernetesStub, "kubernetes");
  cluster.deployment.spec.paused = true;
  await expect(its.dryRun(command)).rejects.toThrow("Deployment shop/pricing is paused");
  cluster.deployment.spec.paused = false;
  await expect(its.dryRun({ ...command, to: "v0" })).rejects.toThrow("revisionHistoryLimit");
  cluster.deployment.metadata.labels = { "argocd.argoproj.io/instance": "shop" };
  await expect(its.dryRun(command)).rejects.toMatchObject({
    message: expect.stringContaining("Argo CD manages shop/pricing and would undo this."),
    instead: ["Revert the change in Git, or let an integration with Argo CD roll back."],
  });
});

test("a Deployment that changes between the look and the patch stays untouched, and is looked at again", async () => {
  const its = open(kubernetesStub, "kubernetes");
  const { server } = kubernetesStub.stub;
  // Whoever lists the ReplicaSets has read the Deployment already.
  server.prependListener("request", (req) => {
    if (req.url?.includes("replicasets")) cluster.deployment.metadata.resourceVersion = "101";
  });
  const failed = its.execute(command);
  await expect(failed).rejects.toThrow("pricing changed between the look and the patch");
  await expect(failed).rejects.not.toBeInstanceOf(ExecutorRefused);
  server.removeListener("request", server.listeners("request")[0] as () => void);
  expect(cluster.done).toBe(0);
  // Its status only: still v2, so it is done. Another template would be refused as moved.
  await its.execute({ ...command, sentAt: now });
  expect(cluster.done).toBe(1);
});

test("a pod is restarted by its uid, once, and its successor is left alone", async () => {
  const its = open(kubernetesStub, "kubernetes");
  const restart = { ...command, action: "restart" as const, target: "pod:shop/pricing-x" };
  expect(await its.current(restart.target)).toBe("pod-uid-1");
  const one = { ...restart, from: "pod-uid-1", to: "a new instance" };
  const { statusUrl } = await its.execute(one);
  cluster.pod = "pod-uid-2";
  await its.execute({ ...one, sentAt: now });
  expect([cluster.done, cluster.pod]).toEqual([1, "pod-uid-2"]);
  expect(await its.progress(statusUrl)).toMatchObject({ state: "succeeded" });
  expect(its.undo(one)).toBeNull();
});

test("a rollout that is under way is aborted, also when Argo CD keeps it", async () => {
  const its = open(argoRolloutsStub, "argo-rollouts");
  Object.assign(cluster.rollout.status, { stableRS: "hash1", phase: "Paused" });
  cluster.rollout.metadata.annotations = { "argocd.argoproj.io/tracking-id": "shop:x" };
  expect(await its.dryRun(command)).toEqual([
    "The rollout of shop/pricing is under way and would be aborted: traffic goes back to v1 at once.",
  ]);
  const { statusUrl } = await its.execute(command);
  await its.execute({ ...command, sentAt: now });
  expect(cluster.done).toBe(1);
  expect(await its.progress(statusUrl)).toMatchObject({ state: "succeeded" });
  expect(await its.current("shop/pricing")).toBe("v1");
});

test("with auto-sync on Argo CD would undo it: refused beforehand, with the way through Git", async () => {
  const its = open(argoCdStub, "argo-cd");
  argoCd.automated = { selfHeal: true };
  const { target, from, to } = argoCdStub;
  for (const act of ["dryRun", "execute"] as const)
    await expect(its[act]({ ...command, target, from, to })).rejects.toMatchObject({
      message: expect.stringContaining("Auto-sync of argocd/pricing is on"),
      instead: [
        "In https://git.example/acme/shop, folder pricing, branch HEAD: git revert --no-edit 2222222aaaab && git push.",
        "Argo CD then syncs the revert by itself.",
      ],
    });
  expect(argoCd.done).toBe(0);
  argoCd.automated = { enabled: false };
  await its.dryRun({ ...command, target, from, to });
});

test("an Argo CD application with several sources has no one revision: refused, with what to do instead", async () => {
  argoCd.app.spec.sources = [
    { repoURL: "https://git.example/a" },
    { repoURL: "https://git.example/b" },
  ];
  await expect(open(argoCdStub, "argo-cd").current(argoCdStub.target)).rejects.toMatchObject({
    message: expect.stringContaining("has several sources"),
    instead: ["Revert the change in the repository that it came from."],
  });
});
