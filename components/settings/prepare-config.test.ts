import { expect, test } from "vitest";
import { fieldsOf } from "@/lib/integrations/fields";
import { integrationKinds } from "@/lib/integrations/model";
import { configOf, draftOf, isComplete } from "./prepare-config";

test("every kind's form gives back the configuration that it was filled with", () => {
  const examples: { [K in keyof typeof integrationKinds]: object } = {
    "generic-changes": { undoWith: "deployer" },
    github: {
      services: { "acme/shop": "shop", "acme/pay": "payment" },
      environments: ["production", "eu"],
      workflows: [],
    },
    alertmanager: {},
    "webhook-deployer": { url: "http://d/commands", stateUrl: "http://d/{target}" },
    kubernetes: { server: "https://k", namespace: "shop", ca: "-----BEGIN\nx\n-----END" },
    "argo-rollouts": { server: "https://k", namespace: "default", container: "app" },
    "argo-cd": { url: "https://argocd.example.com" },
    "github-workflow": {
      api: "https://api.github.com",
      repository: "acme/deploy",
      workflow: "rollback.yml",
      ref: "main",
      environment: "production",
    },
    unleash: { url: "https://unleash", project: "default", environment: "production" },
    launchdarkly: { url: "https://app.launchdarkly.com", project: "shop", environment: "prod" },
  };
  for (const [kind, { config }] of Object.entries(integrationKinds)) {
    const fields = fieldsOf(config);
    const example = config.parse(examples[kind as keyof typeof examples] ?? {});
    const draft = draftOf(fields, example);
    expect(config.parse(configOf(fields, draft))).toEqual(example);
    expect(isComplete(fields, draft)).toBe(true);
  }
});

test("a new form shows what is usual and waits for what is needed", () => {
  const fields = fieldsOf(integrationKinds["github-workflow"].config);
  const draft = draftOf(fields, {});
  expect(draft).toEqual({
    api: "https://api.github.com",
    repository: "",
    workflow: "",
    ref: "main",
    environment: "production",
  });
  expect(isComplete(fields, draft)).toBe(false);
  expect(isComplete(fields, { ...draft, repository: "a/b", workflow: "r.yml" })).toBe(true);
});
