import { z } from "zod";
import { type Executor, ExecutorRefused } from "./executor";
import type { IntegrationConfig } from "./model";
import { signWebhook } from "./standard-webhooks";

const timeoutMs = 10_000;
const maxChars = 1 << 20;

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

/** Statuses that may pass by themselves. */
const passing = (status: number) => status >= 500 || [408, 425, 429].includes(status);

/**
 * An executor behind HTTP: commands are signed as Standard Webhooks with the command's id as webhook-id, the current state
 * is read from `stateUrl` with {target} filled in, and progress from the status URL that a command answers with, which
 * must be on the same host. Redirects are not followed.
 */
export function webhookDeployer(
  { url, stateUrl }: IntegrationConfig<"webhook-deployer">,
  secret: string,
  now: () => number,
): Executor {
  return {
    async current(target) {
      const where = stateUrl.replaceAll("{target}", encodeURIComponent(target));
      return (await read(where, { method: "GET" }, state)).current;
    },
    async execute({ id, ...command }) {
      const body = JSON.stringify(command);
      const headers = {
        "content-type": "application/json",
        ...signWebhook({ secret, id, body, now: now() }),
      };
      const answer = await read(url, { method: "POST", headers, body }, started);
      const statusUrl = new URL(answer.statusUrl, url);
      if (statusUrl.origin !== new URL(url).origin)
        throw new ExecutorRefused(
          `The deployer named a status URL on another host, ${statusUrl.origin}; it is not asked.`,
        );
      return { statusUrl: statusUrl.toString() };
    },
    progress: (statusUrl) => read(statusUrl, { method: "GET" }, progress),
  };
}

async function read<T extends z.ZodType>(
  url: string,
  init: RequestInit,
  shape: T,
): Promise<z.infer<T>> {
  const host = new URL(url).host;
  let response: Response;
  try {
    response = await fetch(url, {
      ...init,
      redirect: "error",
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch (cause) {
    const why = cause instanceof Error ? (cause.cause ?? cause) : cause;
    throw new Error(`The deployer at ${host} does not answer: ${(why as Error).message}`, {
      cause,
    });
  }
  const text = (await response.text()).slice(0, maxChars);
  if (!response.ok) {
    const says = `The deployer at ${host} answered ${response.status}: ${text.slice(0, 300)}`;
    throw passing(response.status) ? new Error(says) : new ExecutorRefused(says);
  }
  const parsed = shape.safeParse(jsonOf(text));
  if (!parsed.success)
    throw new ExecutorRefused(
      `The deployer at ${host} answered something else than agreed: ${z.prettifyError(parsed.error)}`,
    );
  return parsed.data;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON is not what was agreed either; the schema says so.
    return undefined;
  }
}
