import { z } from "zod";
import { ExecutorBusy, ExecutorRefused } from "./executor";
import { fetchOutgoing, type OutgoingPolicy, OutgoingRefused } from "./outgoing";

/** Statuses that may pass by themselves. A 403 that tells of a limit is one too: GitHub answers so. */
const passing = ({ status, headers }: Response) =>
  status >= 500 ||
  [408, 425, 429].includes(status) ||
  (status === 403 && (headers.has("retry-after") || headers.get("x-ratelimit-remaining") === "0"));

type Ask = {
  method?: "GET" | "POST" | "PATCH" | "DELETE";
  body?: unknown;
  /** Of the body; JSON when absent */
  type?: string;
  headers?: Record<string, string>;
  /** Statuses whose answer is a value and no refusal */
  also?: readonly number[];
  /** Statuses that may pass by themselves here, beside those that always may */
  passes?: readonly number[];
};

/** An HTTP API that somebody else runs, as an executor speaks to it. Redirects are not followed. */
export type Peer = {
  /** Throws ExecutorRefused when it refuses or answers something else than agreed, and Error when that may pass. */
  ask<T extends z.ZodType>(
    path: string,
    shape: T,
    ask?: Ask,
  ): Promise<{ status: number; value: z.infer<T> }>;
};

export function openPeer(peer: {
  /** "The deployer", as messages call it */
  name: string;
  base: string;
  headers?: Record<string, string>;
  /** PEM of the authority that signed its certificate; the system's authorities when absent */
  ca?: string | undefined;
  /** Where it may be */
  outgoing: OutgoingPolicy;
}): Peer {
  const { name, base, ca, outgoing } = peer;
  return {
    async ask(path, shape, { method = "GET", body, type, headers, also = [], passes = [] } = {}) {
      const url = new URL(
        /^https?:/.test(path) ? path : `${base.replace(/\/$/, "")}/${path.replace(/^\//, "")}`,
      );
      const text =
        body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body);
      const init = {
        method,
        ca,
        ...(text === undefined ? {} : { body: text }),
        headers: {
          accept: "application/json",
          ...(text === undefined ? {} : { "content-type": type ?? "application/json" }),
          ...peer.headers,
          ...headers,
        },
      };
      const answer = await fetchOutgoing(url, init, outgoing).catch((cause: Error) => {
        if (cause instanceof OutgoingRefused)
          throw new ExecutorRefused(`${name}: ${cause.message}`);
        throw new Error(`${name} at ${url.host} does not answer: ${cause.message}`, { cause });
      });
      const words = await answer.text();
      const { status } = answer;
      if ((status < 200 || status > 299) && !also.includes(status)) {
        const says = `${name} at ${url.host} answered ${status}: ${wordsOf(words)}`;
        if (!passing(answer) && !passes.includes(status)) throw new ExecutorRefused(says);
        const waitMs = waitOf(answer.headers, Date.now());
        throw waitMs === null ? new Error(says) : new ExecutorBusy(says, waitMs);
      }
      const json = jsonOf(words);
      // JSON that breaks off says nothing of what was done: asked again, under the same id, it will be told.
      if (json === undefined && /json|^$/i.test(answer.headers.get("content-type") ?? ""))
        throw new Error(`The answer of ${name} at ${url.host} breaks off.`);
      const parsed = shape.safeParse(json);
      if (!parsed.success)
        throw new ExecutorRefused(
          `${name} at ${url.host} answered something else than agreed: ${z.prettifyError(parsed.error)}`,
        );
      return { status, value: parsed.data };
    },
  };
}

/**
 * For how long to wait before asking again, ms: Retry-After in seconds or as a date, else x-ratelimit-reset as an epoch in
 * seconds (GitHub) or milliseconds (LaunchDarkly). Null when it is not said.
 */
export function waitOf(headers: Headers, now: number): number | null {
  const after = headers.get("retry-after");
  if (after !== null) {
    const ms = /^\d+$/.test(after) ? Number(after) * 1000 : Date.parse(after) - now;
    return Number.isFinite(ms) ? Math.max(0, ms) : null;
  }
  const reset = Number(headers.get("x-ratelimit-reset") ?? Number.NaN);
  if (!Number.isFinite(reset)) return null;
  return Math.max(0, (reset > 1e11 ? reset : reset * 1000) - now);
}

/** What an API says of its refusal: the message of its JSON, or the text itself. */
function wordsOf(text: string): string {
  const found = z.object({ message: z.string() }).safeParse(jsonOf(text));
  return (found.success ? found.data.message : text).slice(0, 300);
}

function jsonOf(text: string): unknown {
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON is not what was agreed either; the schema says so.
    return undefined;
  }
}
