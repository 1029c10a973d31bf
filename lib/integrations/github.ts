import { z } from "zod";
import type { ChangeInput } from "../ingest/model";
import type { IntegrationConfig } from "./model";

/** A change as GitHub tells it, and when it ended (epoch ms), where the event says. */
export type GithubChange = {
  change: Partial<ChangeInput> & { kind: "deploy"; service: string; id: string };
  /** Events of different families about one deploy are joined by service and version, not by id */
  family: "deployment" | "workflow";
  finishedAt?: number;
};

const repository = z.object({ full_name: z.string(), name: z.string(), html_url: z.string() });
const time = z.iso.datetime({ offset: true });
const login = z.object({ login: z.string() }).nullish();
const deployment = z.object({
  id: z.number(),
  sha: z.string(),
  ref: z.string(),
  environment: z.string(),
  description: z.string().nullish(),
  created_at: time,
  creator: login,
  /** Free-form; ours may name service and version */
  payload: z.union([z.record(z.string(), z.unknown()), z.string()]).nullish(),
});

const deploymentEvent = z.object({ action: z.string(), deployment, repository });
const deploymentStatusEvent = z.object({
  deployment,
  repository,
  deployment_status: z.object({
    state: z.string(),
    created_at: time,
    target_url: z.string().nullish(),
    log_url: z.string().nullish(),
  }),
});
const workflowRunEvent = z.object({
  action: z.string(),
  repository,
  workflow: z.object({ name: z.string() }).nullish(),
  workflow_run: z.object({
    id: z.number(),
    name: z.string().nullish(),
    display_title: z.string().nullish(),
    head_sha: z.string(),
    head_branch: z.string().nullish(),
    conclusion: z.string().nullish(),
    html_url: z.string(),
    run_started_at: time.nullish(),
    created_at: time,
    updated_at: time,
    actor: login,
  }),
});

type Config = IntegrationConfig<"github">;
type Status = ChangeInput["status"];

/** What the events that we know are, or null for an event that is no change. Throws ZodError for a body that is not as documented. */
export function mapGithubEvent(event: string, body: unknown, config: Config): GithubChange | null {
  switch (event) {
    case "deployment": {
      const { action, ...of } = deploymentEvent.parse(body);
      return action === "created" ? ofDeployment(of, config, "started", {}) : null;
    }
    case "deployment_status": {
      const { deployment_status: news, ...of } = deploymentStatusEvent.parse(body);
      const status = statusOfState[news.state];
      const link = news.log_url || news.target_url;
      return status
        ? ofDeployment(of, config, status, {
            ...(link ? { link } : {}),
            ...(status === "started" ? {} : { endedAt: Date.parse(news.created_at) }),
          })
        : null;
    }
    case "workflow_run":
      return ofWorkflow(workflowRunEvent.parse(body), config);
    default:
      return null;
  }
}

/** States of a deployment; those absent here (inactive) say nothing about this change. */
const statusOfState: Record<string, Status> = {
  pending: "started",
  queued: "started",
  in_progress: "started",
  success: "succeeded",
  failure: "failed",
  error: "failed",
};

/** How a finished run ended; those absent here (cancelled, skipped, …) deployed nothing. */
const statusOfConclusion: Record<string, Status> = {
  success: "succeeded",
  failure: "failed",
  timed_out: "failed",
};

const serviceOf = (repo: z.infer<typeof repository>, config: Config): string =>
  config.services[repo.full_name] ?? repo.name;

/** A tag such as v1.4.2 is the version; a branch says nothing, so then it is the short commit. */
const versionOf = (ref: string | null | undefined, sha: string): string =>
  ref && /^v?\d/.test(ref) && !sha.startsWith(ref) ? ref : sha.slice(0, 7);

function ofDeployment(
  { deployment: d, repository: repo }: Omit<z.infer<typeof deploymentEvent>, "action">,
  config: Config,
  status: Status,
  { link, endedAt }: { link?: string; endedAt?: number },
): GithubChange | null {
  if (config.environments.length > 0 && !config.environments.includes(d.environment)) return null;
  const own = z
    .object({ service: z.string().min(1), version: z.string().min(1) })
    .partial()
    .safeParse(d.payload);
  const { service, version } = own.success ? own.data : {};
  return {
    family: "deployment",
    ...(endedAt === undefined ? {} : { finishedAt: endedAt }),
    change: {
      kind: "deploy",
      service: service ?? serviceOf(repo, config),
      to: version ?? versionOf(d.ref, d.sha),
      status,
      at: d.created_at,
      id: `deployment:${repo.full_name}:${d.id}`,
      link: link ?? `${repo.html_url}/deployments`,
      ...(d.creator ? { author: d.creator.login } : {}),
      ...(d.description ? { title: d.description } : {}),
      details: { repository: repo.full_name, sha: d.sha, environment: d.environment },
    },
  };
}

function ofWorkflow(
  { action, workflow, workflow_run: run, repository: repo }: z.infer<typeof workflowRunEvent>,
  config: Config,
): GithubChange | null {
  const name = run.name || (workflow?.name ?? "");
  const deploys =
    config.workflows.length > 0 ? config.workflows.includes(name) : /deploy|release/i.test(name);
  const status = action !== "completed" ? "started" : statusOfConclusion[run.conclusion ?? ""];
  if (!deploys || !status) return null;
  return {
    family: "workflow",
    ...(status === "started" ? {} : { finishedAt: Date.parse(run.updated_at) }),
    change: {
      kind: "deploy",
      service: serviceOf(repo, config),
      to: versionOf(run.head_branch, run.head_sha),
      status,
      at: run.run_started_at ?? run.created_at,
      id: `run:${repo.full_name}:${run.id}`,
      link: run.html_url,
      ...(run.actor ? { author: run.actor.login } : {}),
      ...(run.display_title ? { title: run.display_title } : {}),
      details: { repository: repo.full_name, sha: run.head_sha, workflow: name },
    },
  };
}
