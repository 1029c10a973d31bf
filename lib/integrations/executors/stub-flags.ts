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
const missing = (what: string) => ({ status: 404, value: { message: what } });
/** In Unleash's own words, as a real one (8.2.0) says them; a flag that was archived is answered the same way. */
const noFeature = (feature = "", project = "") =>
  missing(`There's no feature named "${feature}" in project "${project}".`);
const set = (on: boolean) => {
  if (state.on !== on) state.done++;
  state.on = on;
};

/** Unleash's admin API: docs.getunleash.io/reference/api/unleash, tag Features. `npm run try:unleash` holds it to a real one. */
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
            : noFeature(params.feature, params.project),
      },
      ...[true, false].map((on) => ({
        method: "POST",
        path: `/api/admin/projects/:project/features/:feature/environments/:environment/${on ? "on" : "off"}`,
        answer: ({ params }: { params: Record<string, string> }) => {
          const { feature, environment, project } = params;
          if (feature !== "new-tax" || project !== "default") return noFeature(feature, project);
          if (environment !== "production")
            return missing(`Could not find environment ${environment} for feature: ${feature}`);
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
            : missing("There is no such feature flag"),
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
