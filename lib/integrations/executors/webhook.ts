import { z } from "zod";
import { type Executor, ExecutorRefused, type Outside, turnBack } from "../executor";
import type { IntegrationConfig } from "../model";
import { openPeer } from "../peer";
import { signWebhook } from "../standard-webhooks";

const started = z.object({ statusUrl: z.string().min(1) });
const state = z.object({ current: z.string().min(1).max(200) });
const progress = z.object({
  state: z.enum(["running", "succeeded", "failed"]),
  steps: z
    .array(z.object({ at: z.number(), says: z.string().max(1000) }))
    .max(1000)
    .default([]),
  message: z.string().max(2000).optional(),
});

/**
 * An executor behind HTTP: commands are signed as Standard Webhooks with the command's id as webhook-id, the current state
 * is read from `stateUrl` with {target} filled in, and progress from the status URL that a command answers with, which
 * must be on the same host.
 */
export function webhookExecutor(
  { url, stateUrl }: IntegrationConfig<"webhook-deployer">,
  secret: string,
  { now, outgoing }: Outside,
): Executor {
  const { ask } = openPeer({ name: "The deployer", base: url, outgoing });
  const current: Executor["current"] = async (target) =>
    (await ask(stateUrl.replaceAll("{target}", encodeURIComponent(target)), state)).value.current;
  return {
    current,
    async dryRun({ action, target, from, to }) {
      const runs = await current(target);
      if (runs !== from) throw new ExecutorRefused(`${target} is at ${runs}, not at ${from}.`);
      return [
        `${target} is at ${runs}. The deployer at ${new URL(url).host} would be told to do: ${action} to ${to}.`,
      ];
    },
    async execute({ id, sentAt: _, ...command }) {
      const body = JSON.stringify(command);
      const headers = signWebhook({ secret, id, body, now: now() });
      const { value } = await ask(url, started, { method: "POST", headers, body });
      const statusUrl = new URL(value.statusUrl, url);
      if (statusUrl.origin !== new URL(url).origin)
        throw new ExecutorRefused(
          `The deployer named a status URL on another host, ${statusUrl.origin}; it is not asked.`,
        );
      return { statusUrl: statusUrl.toString() };
    },
    progress: async (statusUrl) => (await ask(statusUrl, progress)).value,
    undo: turnBack,
  };
}
