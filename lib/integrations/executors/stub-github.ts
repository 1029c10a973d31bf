import { z } from "zod";
import { openStubServer, type StubCase } from "./stub-server";

type Run = { id: number; display_title: string; status: string; conclusion: string | null };
const state = { current: "v2", runs: [] as Run[] };
const root = "/repos/:owner/:repo";

/** GitHub's REST API, version 2022-11-28: docs.github.com/rest/actions/workflows, workflow-runs, deployments. */
export const githubStub: StubCase = {
  kind: "github-workflow",
  passes: [
    {
      status: 403,
      value: { message: "You have exceeded a secondary rate limit." },
      headers: { "retry-after": "60" },
    },
    {
      status: 403,
      value: { message: "API rate limit exceeded" },
      headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1795000000" },
    },
  ],
  secret: "github_pat_0123456789",
  stub: openStubServer({
    knows: ({ headers }) =>
      headers.authorization === "Bearer github_pat_0123456789" &&
      headers["user-agent"] !== undefined,
    endpoints: [
      {
        method: "GET",
        path: `${root}/deployments`,
        query: ["sha", "ref", "task", "environment", "per_page", "page"],
        answer: ({ query }) => ({
          status: 200,
          value:
            query.get("environment") === "prod-pricing"
              ? [
                  { id: 3, ref: "v9" },
                  { id: 2, ref: state.current },
                ]
              : [],
        }),
      },
      {
        method: "GET",
        path: `${root}/deployments/:id/statuses`,
        query: ["per_page", "page"],
        answer: ({ params }) => ({
          status: 200,
          value: [{ state: params.id === "3" ? "failure" : "success" }],
        }),
      },
      {
        method: "GET",
        path: `${root}/actions/workflows/:workflow`,
        answer: () => ({ status: 200, value: { id: 1, name: "Roll back", state: "active" } }),
      },
      {
        method: "POST",
        path: `${root}/actions/workflows/:workflow/dispatches`,
        body: z.strictObject({
          ref: z.string(),
          inputs: z.record(z.string(), z.string()).refine((i) => Object.keys(i).length <= 25),
          return_run_details: z.boolean().optional(),
        }),
        answer: ({ body }) => {
          const { inputs } = body as { inputs: Record<string, string> };
          const id = state.runs.length + 1;
          state.runs.push({
            id,
            display_title: `Sitroom ${inputs.command}`,
            status: "in_progress",
            conclusion: null,
          });
          state.current = inputs.to ?? "";
          return { status: 200, value: { workflow_run_id: id, run_url: "", html_url: "" } };
        },
      },
      {
        method: "GET",
        path: `${root}/actions/workflows/:workflow/runs`,
        query: ["event", "created", "per_page", "page", "branch", "status", "actor"],
        answer: () => ({
          status: 200,
          value: { total_count: state.runs.length, workflow_runs: state.runs },
        }),
      },
      {
        method: "GET",
        path: `${root}/actions/runs/:id`,
        answer: ({ params }) => ({
          status: 200,
          value: state.runs.find((r) => r.id === Number(params.id)),
        }),
      },
    ],
  }),
  config() {
    return {
      api: this.stub.url,
      repository: "acme/deploy",
      workflow: "rollback.yml",
      environment: "prod-{target}",
    };
  },
  target: "pricing",
  from: "v2",
  to: "v1",
  action: "rollback",
  unknown: "nobody",
  reset: () => Object.assign(state, { current: "v2", runs: [] }),
  runs: () => state.current,
  done: () => state.runs.length,
  drift: () => Object.assign(state, { current: "v3" }),
  finish(how) {
    for (const run of state.runs)
      Object.assign(run, {
        status: "completed",
        conclusion: how === "succeeded" ? "success" : "failure",
      });
  },
};
