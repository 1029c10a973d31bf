import { z } from "zod";
import { type Executor, ExecutorRefused, type Outside, turnBack } from "../executor";
import type { IntegrationConfig } from "../model";
import { openPeer } from "../peer";

/** A run that was asked for is listed within seconds; one that is not after this long was never started. */
const listedWithinMs = 60_000;

const deployments = z.array(z.object({ id: z.number(), ref: z.string() }));
const statuses = z.array(z.object({ state: z.string() }));
const run = z.object({
  id: z.number(),
  name: z.string().nullish(),
  display_title: z.string().nullish(),
  status: z.string(),
  conclusion: z.string().nullish(),
  html_url: z.string().optional(),
});
const started = z.object({ workflow_run_id: z.number().optional() }).nullable();

/**
 * Starts a workflow that does the work, by workflow_dispatch with the inputs action, target, from, to and command. What runs
 * is read from the repository's deployments. GitHub does not know a command twice by itself: the workflow's run-name carries
 * the command's id, and before a command is repeated the runs are searched for it. Runs of one target must not overlap: the
 * workflow says so with `concurrency`.
 */
export function githubWorkflowExecutor(
  { api, repository, workflow, ref, environment }: IntegrationConfig<"github-workflow">,
  token: string,
  { now, outgoing }: Outside,
): Executor {
  const { ask } = openPeer({
    outgoing,
    name: "GitHub",
    base: api,
    headers: {
      authorization: `Bearer ${token}`,
      accept: "application/vnd.github+json",
      "x-github-api-version": "2022-11-28",
    },
  });
  const root = `repos/${repository}`;
  const flow = `${root}/actions/workflows/${encodeURIComponent(workflow)}`;

  async function current(target: string): Promise<string> {
    const where = new URLSearchParams({
      environment: environment.replaceAll("{target}", target),
      per_page: "20",
    });
    const { value } = await ask(`${root}/deployments?${where}`, deployments);
    for (const { id, ref } of value) {
      const { value: told } = await ask(`${root}/deployments/${id}/statuses?per_page=1`, statuses);
      if (told[0]?.state === "success") return ref;
    }
    throw new ExecutorRefused(
      `GitHub knows no successful deployment of ${repository} to ${where.get("environment")}.`,
    );
  }
  async function findRun(id: string, since: number) {
    const where = new URLSearchParams({
      event: "workflow_dispatch",
      created: `>=${new Date(since - 60_000).toISOString().slice(0, 19)}Z`,
      per_page: "100",
    });
    const { value } = await ask(`${flow}/runs?${where}`, z.object({ workflow_runs: z.array(run) }));
    return value.workflow_runs.find((r) => `${r.display_title} ${r.name}`.includes(id));
  }
  const statusUrl = (runId: number) => `${root}/actions/runs/${runId}`;

  return {
    current,
    async dryRun({ target, from, to, action }) {
      const { value } = await ask(flow, z.object({ name: z.string(), state: z.string() }));
      if (value.state !== "active")
        throw new ExecutorRefused(`The workflow ${workflow} of ${repository} is ${value.state}.`);
      const runs = await current(target);
      if (runs !== from) throw new ExecutorRefused(`${target} is at ${runs}, not at ${from}.`);
      return [
        `The workflow ${value.name} of ${repository} would be started on ${ref}: ${action} ${target} from ${from} to ${to}.`,
      ];
    },
    async execute({ id, action, target, from, to, sentAt }) {
      if (sentAt !== null) {
        const found = await findRun(id, sentAt);
        if (found) return { statusUrl: statusUrl(found.id) };
        if (now() - sentAt < listedWithinMs)
          throw new Error("GitHub may have taken the command: waiting for its run to be listed.");
      }
      const runs = await current(target);
      if (runs !== from) throw new ExecutorRefused(`${target} is at ${runs}, not at ${from}.`);
      const asked = now();
      const { value } = await ask(`${flow}/dispatches`, started, {
        method: "POST",
        body: { ref, inputs: { action, target, from, to, command: id }, return_run_details: true },
      });
      if (value?.workflow_run_id !== undefined)
        return { statusUrl: statusUrl(value.workflow_run_id) };
      // An older server answers nothing: its run is found by its name.
      return { statusUrl: `${id}#${asked}` };
    },
    async progress(where) {
      const [id = "", asked] = where.split("#");
      const found =
        asked === undefined ? (await ask(where, run)).value : await findRun(id, Number(asked));
      if (!found) return { state: "running", steps: [], status: "GitHub has taken the command." };
      const says = `Run ${found.id} is ${found.status}${found.conclusion ? `, ${found.conclusion}` : ""}.`;
      if (found.status !== "completed") return { state: "running", steps: [], status: says };
      return found.conclusion === "success"
        ? { state: "succeeded", steps: [], status: says }
        : { state: "failed", steps: [], message: `${says} ${found.html_url ?? ""}`.trim() };
    },
    undo: turnBack,
  } satisfies Executor;
}
