import { z } from "zod";
import { type Command, type Executor, ExecutorRefused, type Outside, turnBack } from "../executor";
import type { IntegrationConfig } from "../model";
import { openPeer } from "../peer";

const source = z.object({ repoURL: z.string().default(""), path: z.string().optional() });
const application = z.object({
  metadata: z.object({ name: z.string() }),
  spec: z.object({
    source: source.extend({ targetRevision: z.string().optional() }).optional(),
    sources: z.array(z.unknown()).nullish(),
    syncPolicy: z
      .object({ automated: z.object({ enabled: z.boolean().optional() }).nullish() })
      .nullish(),
  }),
  operation: z.unknown().optional(),
  status: z.object({
    sync: z.object({ revision: z.string().optional() }).default({}),
    health: z.object({ status: z.string().optional() }).default({}),
    history: z
      .array(
        z.object({
          id: z.number(),
          revision: z.string().default(""),
          deployStartedAt: z.string().nullish(),
          deployedAt: z.string(),
        }),
      )
      .default([]),
    operationState: z
      .object({
        phase: z.string(),
        message: z.string().optional(),
        startedAt: z.string(),
        syncResult: z.object({ revision: z.string().default("") }).nullish(),
      })
      .nullish(),
  }),
});
type Application = z.infer<typeof application>;

/** A revision as changes tell it may be shorter than the one that Argo CD keeps. */
const same = (whole: string, told: string): boolean =>
  whole === told || (told.length >= 7 && whole.startsWith(told));
const short = (revision: string): string =>
  /^[0-9a-f]{40}$/.test(revision) ? revision.slice(0, 12) : revision;

/**
 * Rolls an Argo CD application back to an earlier entry of its history. With auto-sync on Argo CD refuses, and would put the
 * newer revision back: that is said beforehand, with the way through Git. Versions are revisions, as far as the change told
 * them; twelve characters of a commit otherwise. A target is NAME or NAMESPACE/NAME.
 */
export function argoCdExecutor(
  { url, project }: IntegrationConfig<"argo-cd">,
  token: string,
  { now, outgoing }: Outside,
): Executor {
  const { ask } = openPeer({
    outgoing,
    name: "Argo CD",
    base: url,
    headers: { authorization: `Bearer ${token}` },
  });
  const placeOf = (target: string) => {
    const [name = "", appNamespace] = target.split("/").reverse();
    if (!/^[a-z0-9][a-z0-9.-]*$/.test(name))
      throw new ExecutorRefused(`“${target}” is not the name of an application.`);
    const query = new URLSearchParams({
      ...(appNamespace ? { appNamespace } : {}),
      ...(project ? { project } : {}),
    }).toString();
    return {
      path: `/api/v1/applications/${name}`,
      query: query && `?${query}`,
      appNamespace,
      name,
    };
  };
  const get = async (target: string) => {
    const { path, query } = placeOf(target);
    const { value } = await ask(`${path}${query}`, application);
    if (value.spec.sources?.length)
      throw new ExecutorRefused(
        `Application ${target} has several sources, and so no one revision to go back to.`,
        ["Revert the change in the repository that it came from."],
      );
    return value;
  };
  /** What is deployed last. */
  const runs = ({ status }: Application): string =>
    status.history.at(-1)?.revision ?? status.sync.revision ?? "";

  async function rollback(command: Command, dryRun: boolean) {
    const found = await get(command.target);
    refuseAutoSync(command, found);
    const current = runs(found);
    if (!same(current, command.from))
      throw new ExecutorRefused(
        `${command.target} is at ${short(current)}, not at ${command.from}.`,
      );
    const entry = found.status.history.findLast((h) => same(h.revision, command.to));
    if (!entry)
      throw new ExecutorRefused(
        `The history of ${command.target} has no ${command.to} any more (spec.revisionHistoryLimit).`,
      );
    const { path, appNamespace, name } = placeOf(command.target);
    const { value } = await ask(`${path}/rollback`, application, {
      method: "POST",
      body: {
        name,
        id: entry.id,
        dryRun,
        prune: false,
        ...(appNamespace ? { appNamespace } : {}),
        ...(project ? { project } : {}),
      },
    });
    return { value, entry };
  }

  return {
    current: async (target) => short(runs(await get(target))),
    async dryRun(command) {
      const { entry } = await rollback(command, true);
      return [
        `Application ${command.target} would be synced to entry ${entry.id} of its history, deployed ${entry.deployedAt}. Argo CD accepts it.`,
        "Git stays as it is: the application will be OutOfSync until the change is reverted there.",
      ];
    },
    async execute(command) {
      const sentAt = command.sentAt ?? now();
      const done = command.sentAt !== null && startedSince(await get(command.target), command);
      if (!done) await rollback(command, false);
      return { statusUrl: `${command.target}#${command.to}#${sentAt}` };
    },
    async progress(statusUrl) {
      const [target = "", to = "", sentAt = "0"] = statusUrl.split("#");
      const found = await get(target);
      const { operationState, health, history } = found.status;
      const command = { to, sentAt: Number(sentAt) };
      if (found.operation || !operationState || !startedSince(found, command))
        return { state: "running", steps: [], status: "Argo CD has taken the rollback." };
      const { phase, message } = operationState;
      if (["Failed", "Error"].includes(phase))
        return { state: "failed", steps: [], message: message ?? `The sync is ${phase}.` };
      const synced = phase === "Succeeded" && same(history.at(-1)?.revision ?? "", to);
      const healthy = health.status === "Healthy";
      if (synced && health.status === "Degraded")
        return { state: "failed", steps: [], message: "Synced, but the application is degraded." };
      return {
        state: synced && healthy ? "succeeded" : "running",
        steps: [],
        status: `Sync ${phase}, ${health.status ?? "health unknown"}.`,
      };
    },
    undo: turnBack,
  };
}

/** Whether an operation towards the wanted revision began since the command was sent; Argo CD tells whole seconds. */
function startedSince(
  { status: { operationState } }: Application,
  { to, sentAt }: Pick<Command, "to" | "sentAt">,
): boolean {
  if (!operationState) return false;
  const startedAt = Date.parse(operationState.startedAt);
  const revision = operationState.syncResult?.revision ?? "";
  return startedAt >= (sentAt ?? 0) - 1000 && (revision === "" || same(revision, to));
}

function refuseAutoSync({ target, from }: Command, { spec }: Application): void {
  const automated = spec.syncPolicy?.automated;
  if (!automated || automated.enabled === false) return;
  const { repoURL = "its repository", path, targetRevision = "HEAD" } = spec.source ?? {};
  throw new ExecutorRefused(
    `Auto-sync of ${target} is on: Argo CD refuses a rollback and would put ${from} back from Git.`,
    [
      `In ${repoURL}${path ? `, folder ${path}` : ""}, branch ${targetRevision}: git revert --no-edit ${from} && git push.`,
      "Argo CD then syncs the revert by itself.",
    ],
  );
}
