import { z } from "zod";
import { openStubServer, type StubCase } from "./stub-server";

const state = { on: true, done: 0 };
const shared = {
  target: "flag:new-tax",
  from: "on",
  to: "off",
  action: "flag-off" as const,
  unknown: "flag:nobody",
  neverFails: true as const,
  reset: () => Object.assign(state, { on: true, done: 0 }),
  runs: () => (state.on ? "on" : "off"),
  done: () => state.done,
  drift: () => Object.assign(state, { on: false }),
  finish: () => undefined,
};
const missing = { status: 404, value: { message: "There is no such feature" } };
const set = (on: boolean) => {
  if (state.on !== on) state.done++;
  state.on = on;
};

/** Unleash's admin API: docs.getunleash.io/reference/api/unleash, tag Features. */
export const unleashStub: StubCase = {
  ...shared,
  kind: "unleash",
  secret: "user:0123456789abcdef",
  stub: openStubServer({
    knows: ({ headers }) => headers.authorization === "user:0123456789abcdef",
    endpoints: [
      {
        method: "GET",
        path: "/api/admin/projects/:project/features/:feature",
        query: ["variantEnvironments"],
        answer: ({ params }) =>
          params.project === "default" && params.feature === "new-tax"
            ? {
                status: 200,
                value: {
                  name: "new-tax",
                  archived: false,
                  environments: [
                    { name: "development", enabled: true },
                    { name: "production", enabled: state.on },
                  ],
                },
              }
            : missing,
      },
      ...[true, false].map((on) => ({
        method: "POST",
        path: `/api/admin/projects/:project/features/:feature/environments/:environment/${on ? "on" : "off"}`,
        answer: ({ params }: { params: Record<string, string> }) => {
          if (params.feature !== "new-tax" || params.environment !== "production") return missing;
          set(on);
          return { status: 200 };
        },
      })),
    ],
  }),
  config() {
    return { url: this.stub.url };
  },
};

/** LaunchDarkly's REST API: launchdarkly.com/docs/api/feature-flags, Get and Update feature flag (semantic patch). */
export const launchDarklyStub: StubCase = {
  ...shared,
  kind: "launchdarkly",
  passes: [
    { status: 409, value: { code: "optimistic_locking_error", message: "Conflict" } },
    {
      status: 429,
      value: { message: "You've exceeded the API rate limit." },
      headers: { "x-ratelimit-reset": String(Date.now() + 3_000) },
    },
  ],
  secret: "api-0123456789abcdef",
  stub: openStubServer({
    knows: ({ headers }) => headers.authorization === "api-0123456789abcdef",
    endpoints: [
      {
        method: "GET",
        path: "/api/v2/flags/:project/:flag",
        query: ["env", "expand"],
        answer: ({ params, query }) =>
          params.project === "default" && params.flag === "new-tax"
            ? {
                status: 200,
                value: {
                  key: "new-tax",
                  archived: false,
                  _version: 3,
                  environments: { [query.get("env") ?? "production"]: { on: state.on } },
                },
              }
            : missing,
      },
      {
        method: "PATCH",
        path: "/api/v2/flags/:project/:flag",
        query: ["ignoreConflicts", "dryRun"],
        type: "application/json; domain-model=launchdarkly.semanticpatch",
        body: z.strictObject({
          environmentKey: z.literal("production"),
          comment: z.string().optional(),
          instructions: z
            .array(z.strictObject({ kind: z.enum(["turnFlagOn", "turnFlagOff"]) }))
            .length(1),
        }),
        answer: ({ body }) => {
          const [{ kind }] = (body as { instructions: [{ kind: string }] }).instructions;
          set(kind === "turnFlagOn");
          return { status: 200, value: { key: "new-tax" } };
        },
      },
    ],
  }),
  config() {
    return { url: this.stub.url };
  },
};
