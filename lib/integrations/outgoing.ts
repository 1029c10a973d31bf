import dns from "node:dns";
import http from "node:http";
import https from "node:https";
import net, { type LookupFunction } from "node:net";
import type { Duplex } from "node:stream";
import { refusalOf } from "./outgoing-address";

/** Where requests to addresses that people configure may go, and what they may cost. */
export type OutgoingPolicy = {
  /** Beyond public addresses; entries as `parseAllowed` reads them */
  allow: readonly string[];
  /** From the start to the last byte, ms; 10 s when absent */
  timeoutMs?: number;
  /** Most bytes of an answer; 4 MiB when absent */
  maxBytes?: number;
};

export type OutgoingInit = {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** PEM of the authority that signed the certificate; the system's authorities when absent */
  ca?: string | undefined;
  signal?: AbortSignal;
};

/** The address must not be spoken to, or its answer must not be read; trying again would not help. */
export class OutgoingRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = "OutgoingRefused";
  }
}

const refuse = (why: string) =>
  new OutgoingRefused(
    `${why}, which Sitroom does not call. If it should, an administrator adds it under Settings → Outgoing addresses, or whoever runs Sitroom to SITROOM_OUTGOING_ALLOW.`,
  );

/**
 * Resolves as the system does, then lets the connection see only addresses that were checked: what is checked is what is
 * connected to, so a name that resolves differently the second time gains nothing. One forbidden address forbids the name.
 */
export function guardedLookup(port: number, { allow }: OutgoingPolicy): LookupFunction {
  return (host, options, done) => {
    dns.lookup(host, { ...options, all: true }, (error, found) => {
      if (error) return done(error, "", 0);
      for (const { address } of found) {
        const why = refusalOf({ host, port, address }, allow);
        if (why) return done(refuse(why), "", 0);
      }
      const [first] = found;
      if (!first) return done(new Error(`${host} has no address`), "", 0);
      if (options.all) return done(null, found);
      done(null, first.address, first.family);
    });
  };
}

type Connect = http.AgentOptions & { host?: string | null; port?: number | string | null };
type Connected = (error: Error | null, socket?: Duplex) => void;

/**
 * Refuses addresses written out (no name is looked up then), and guards the look-up of all others. Errors go the way on which
 * an agent's user hears of them.
 */
function guarded(
  options: Connect,
  policy: OutgoingPolicy,
  done: Connected,
  connect: (options: never, done: never) => Duplex | null | undefined,
): Duplex | null | undefined {
  const host = (options.host ?? "").replace(/^\[|\]$/g, "");
  const port = Number(options.port);
  const why = net.isIP(host) ? refusalOf({ host, port, address: host }, policy.allow) : null;
  if (why) {
    process.nextTick(done, refuse(why));
    return undefined;
  }
  return connect({ ...options, lookup: guardedLookup(port, policy) } as never, done as never);
}

class GuardedHttpAgent extends http.Agent {
  readonly policy: OutgoingPolicy;
  constructor(policy: OutgoingPolicy) {
    super({ keepAlive: false });
    this.policy = policy;
  }
  override createConnection(options: Connect, done: Connected) {
    return guarded(options, this.policy, done, super.createConnection.bind(this));
  }
}

class GuardedHttpsAgent extends https.Agent {
  readonly policy: OutgoingPolicy;
  constructor(policy: OutgoingPolicy) {
    super({ keepAlive: false });
    this.policy = policy;
  }
  override createConnection(options: Connect, done: Connected) {
    return guarded(options, this.policy, done, super.createConnection.bind(this));
  }
}

/** For libraries that take an agent: every connection they open is held to the policy's addresses. */
export const outgoingAgent = (protocol: "http:" | "https:", policy: OutgoingPolicy): http.Agent =>
  protocol === "https:" ? new GuardedHttpsAgent(policy) : new GuardedHttpAgent(policy);

/**
 * The same way out for what is not HTTP, such as mail: a plain connection to an address that was checked, on which the caller
 * speaks its protocol and puts TLS. Throws OutgoingRefused for what will not do, and Error when nobody answers.
 */
export function connectOutgoing(
  { host, port }: { host: string; port: number },
  policy: OutgoingPolicy,
): Promise<net.Socket> {
  const { timeoutMs = 10_000 } = policy;
  return new Promise((resolve, reject) => {
    const bare = host.replace(/^\[|\]$/g, "");
    const why = net.isIP(bare)
      ? refusalOf({ host: bare, port, address: bare }, policy.allow)
      : null;
    if (why) return reject(refuse(why));
    const socket = net.connect({ host: bare, port, lookup: guardedLookup(port, policy) });
    socket.setTimeout(timeoutMs, () =>
      socket.destroy(new Error(`no answer within ${timeoutMs / 1000} s`)),
    );
    // Stays, so that an error between here and the caller's own listeners ends no process.
    socket.on("error", reject);
    socket.once("connect", () => {
      socket.setTimeout(0);
      resolve(socket);
    });
  });
}

function parseUrl(text: string | URL): URL {
  const url = URL.parse(String(text));
  if (!url || (url.protocol !== "http:" && url.protocol !== "https:"))
    throw new OutgoingRefused(
      `${String(text).slice(0, 200)} is not an http:// or https:// address.`,
    );
  if (url.username || url.password)
    throw new OutgoingRefused("An address must not contain a name or password; use a header.");
  return url;
}

const bodyless = new Set([101, 204, 205, 304]);

function responseOf(message: http.IncomingMessage, body: Buffer<ArrayBuffer>): Response {
  const headers = new Headers();
  for (const [name, value] of Object.entries(message.headers))
    for (const each of [value ?? []].flat()) headers.append(name, each);
  const status = message.statusCode ?? 502;
  return new Response(bodyless.has(status) ? null : body, { status, headers });
}

/**
 * The one way out to an address that somebody configured: integrations, webhooks, chat, diagnostics, single sign-on. Public
 * addresses and those that the policy allows, at the address that was checked; one time limit and one size limit for the whole
 * answer, which is read before it is returned; redirects are answers and are not followed. Throws OutgoingRefused for what will
 * not do, and Error when nobody answers.
 */
export function fetchOutgoing(
  address: string | URL,
  { method = "GET", headers = {}, body, ca, signal }: OutgoingInit,
  policy: OutgoingPolicy,
): Promise<Response> {
  const { timeoutMs = 10_000, maxBytes = 4 << 20 } = policy;
  return new Promise((resolve, reject) => {
    const url = parseUrl(address);
    const timeout = AbortSignal.timeout(timeoutMs);
    const request = (url.protocol === "https:" ? https : http).request(url, {
      method,
      headers: {
        "user-agent": "sitroom",
        ...headers,
        ...(body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) }),
      },
      agent: outgoingAgent(url.protocol as "http:" | "https:", policy),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      ...(ca ? { ca } : {}),
    });
    request.on("response", (message) => {
      const chunks: Buffer[] = [];
      let size = 0;
      message.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size > maxBytes) {
          const tooLarge = new OutgoingRefused(
            `The answer of ${url.host} is larger than ${maxBytes} bytes.`,
          );
          // At once: an answer that came whole in one piece has ended before a destroyed request tells its error.
          reject(tooLarge);
          request.destroy(tooLarge);
        } else chunks.push(chunk);
      });
      message.on("error", reject);
      message.on("end", () => {
        if (message.complete) resolve(responseOf(message, Buffer.concat(chunks)));
      });
    });
    request.on("error", (error) =>
      reject(timeout.aborted ? new Error(`no answer within ${timeoutMs / 1000} s`) : error),
    );
    request.end(body);
  });
}
