import http from "node:http";
import https from "node:https";
import { z } from "zod";
import { ExecutorRefused } from "./executor";

const timeoutMs = 10_000;
const maxBytes = 4 << 20;

/** Statuses that may pass by themselves. */
const passing = (status: number) => status >= 500 || [408, 425, 429].includes(status);

type Ask = {
  method?: "GET" | "POST" | "PATCH" | "DELETE";
  body?: unknown;
  /** Of the body; JSON when absent */
  type?: string;
  headers?: Record<string, string>;
  /** Statuses whose answer is a value and no refusal */
  also?: readonly number[];
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
}): Peer {
  const { name, base, ca } = peer;
  return {
    async ask(path, shape, { method = "GET", body, type, headers, also = [] } = {}) {
      const url = new URL(
        /^https?:/.test(path) ? path : `${base.replace(/\/$/, "")}/${path.replace(/^\//, "")}`,
      );
      const text =
        body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body);
      const answer = await send(url, {
        method,
        ca,
        text,
        headers: {
          accept: "application/json",
          ...(text === undefined ? {} : { "content-type": type ?? "application/json" }),
          ...peer.headers,
          ...headers,
        },
      }).catch((cause: Error) => {
        throw new Error(`${name} at ${url.host} does not answer: ${cause.message}`, { cause });
      });
      const { status } = answer;
      if ((status < 200 || status > 299) && !also.includes(status)) {
        const says = `${name} at ${url.host} answered ${status}: ${wordsOf(answer.text)}`;
        throw passing(status) ? new Error(says) : new ExecutorRefused(says);
      }
      const parsed = shape.safeParse(jsonOf(answer.text));
      if (!parsed.success)
        throw new ExecutorRefused(
          `${name} at ${url.host} answered something else than agreed: ${z.prettifyError(parsed.error)}`,
        );
      return { status, value: parsed.data };
    },
  };
}

type Sent = {
  method: string;
  headers: Record<string, string>;
  text: string | undefined;
  ca: string | undefined;
};

function send(
  url: URL,
  { method, headers, text, ca }: Sent,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const options = {
      method,
      headers: {
        "user-agent": "sitroom",
        ...headers,
        ...(text === undefined ? {} : { "content-length": String(Buffer.byteLength(text)) }),
      },
      signal: AbortSignal.timeout(timeoutMs),
      ...(ca ? { ca } : {}),
    };
    const request = (url.protocol === "https:" ? https : http).request(url, options, (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size > maxBytes) request.destroy(new Error("the answer is too large"));
        chunks.push(chunk);
      });
      response.on("error", reject);
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }),
      );
    });
    request.on("error", reject);
    request.end(text);
  });
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
