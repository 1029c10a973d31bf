import { afterAll, beforeAll, describe } from "vitest";
import { holdsTheContract } from "./contract";
import { argoCdStub } from "./stub-argo-cd";
import { argoRolloutsStub, kubernetesStub } from "./stub-cluster";
import { launchDarklyStub, unleashStub } from "./stub-flags";
import { githubStub } from "./stub-github";
import { webhookStub } from "./stub-webhook";

const stubs = [
  webhookStub,
  kubernetesStub,
  argoRolloutsStub,
  argoCdStub,
  githubStub,
  unleashStub,
  launchDarklyStub,
];

beforeAll(async () => {
  for (const stub of new Set(stubs.map((s) => s.stub))) await stub.listen();
});
afterAll(async () => {
  for (const stub of new Set(stubs.map((s) => s.stub))) await stub.close();
});

describe.each(stubs)("$kind", (its) => holdsTheContract(its));
