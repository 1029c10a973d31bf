import type { Agent } from "node:http";
import type { App, Receiver } from "@slack/bolt";
import WebSocket from "ws";
import { z } from "zod";
import type { Send } from "@/lib/integrations/channels/channel";
import type { Log } from "@/lib/log";
import { openSocketUrl, SocketRefused } from "./socket-url";

export type SocketState = { connected: boolean; says: string | null };

export type SocketReceiverOptions = {
  /** xapp-…, with connections:write */
  appToken: string;
  /** Slack's Web API, such as https://slack.com/api/ */
  api: string;
  send: Send;
  /** The guarded way out for a connection that stays */
  agentFor(protocol: "http:" | "https:"): Agent;
  log: Log;
  onState?(state: SocketState): void;
  /** Shorter in tests, ms */
  waits?: Partial<typeof usualWaits>;
};

export const usualWaits = {
  /** Before the first try again; doubles up to `most` */
  again: 500,
  most: 30_000,
  /** Before asking again what Slack has refused */
  refused: 5 * 60_000,
  /** For Slack's hello */
  hello: 10_000,
  /** We ping this often; nothing heard for three times as long is a dead line */
  ping: 10_000,
  /** An old connection stays for what is under way on it */
  drain: 30_000,
} as const;

const frame = z.object({
  type: z.string(),
  reason: z.string().optional(),
  envelope_id: z.string().optional(),
  payload: z.record(z.string(), z.unknown()).optional(),
  accepts_response_payload: z.boolean().optional(),
  retry_attempt: z.number().optional(),
  retry_reason: z.string().optional(),
});
type Frame = z.infer<typeof frame>;

const switchedOff = "Socket Mode is switched off in the app's settings at Slack.";
/** Envelopes are remembered for as long as Slack could repeat them. */
const rememberMs = 10 * 60_000;

/**
 * Socket Mode: presses come over a connection that we open. When Slack says that it will end one, the next is open before the
 * old one is let go, so that nothing falls between them; an envelope that comes again is acknowledged again and handled once.
 * It never gives up: a settings change, or Slack coming back, is all it takes.
 */
export class SocketReceiver implements Receiver {
  readonly #options: SocketReceiverOptions;
  readonly #waits: typeof usualWaits;
  #app: App | undefined;
  #current: WebSocket | undefined;
  readonly #open = new Set<WebSocket>();
  readonly #seen = new Map<string, { at: number; reply: string | null }>();
  /** Connections that Slack has said it will end, and why; it may say so right behind its hello */
  readonly #left = new WeakMap<WebSocket, string>();
  readonly #underWay = new Set<Promise<void>>();
  #stopped = false;
  #connecting = false;
  #failures = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: SocketReceiverOptions) {
    this.#options = options;
    this.#waits = { ...usualWaits, ...options.waits };
  }

  init(app: App): void {
    this.#app = app;
  }

  /** Begins to connect; how that goes is told to `onState`. */
  async start(): Promise<void> {
    void this.#connect();
  }

  /** Lets go of Slack after what is under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await Promise.allSettled([...this.#underWay]);
    await Promise.all([...this.#open].map(hangUp));
  }

  #tell(connected: boolean, says: string | null): void {
    this.#options.onState?.({ connected, says });
  }

  async #connect(): Promise<void> {
    if (this.#stopped || this.#connecting) return;
    this.#connecting = true;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    try {
      const url = await openSocketUrl(this.#options);
      const socket = await this.#dial(url);
      if (this.#left.get(socket) === "link_disabled") throw new SocketRefused(switchedOff);
      const before = this.#current;
      this.#current = socket;
      this.#failures = 0;
      this.#tell(true, null);
      if (before) this.#drain(before);
      if (this.#stopped) socket.terminate();
    } catch (error) {
      const says = (error as Error).message;
      const wait =
        error instanceof SocketRefused
          ? (error.retryAfterMs ?? this.#waits.refused)
          : Math.min(this.#waits.most, this.#waits.again * 2 ** this.#failures++);
      this.#options.log.error({ err: error, waitMs: wait }, "no connection to Slack");
      this.#tell(this.#current !== undefined, says);
      if (!this.#stopped) this.#timer = setTimeout(() => void this.#connect(), wait);
    } finally {
      this.#connecting = false;
    }
    // It may have gone while it was taken up.
    const now = this.#current;
    if (!now || this.#stopped) return;
    if (now.readyState === WebSocket.CLOSED) this.#gone(now);
    else if (this.#left.has(now) && !this.#timer) void this.#connect();
  }

  /** Opens the connection and waits until Slack says hello on it. */
  #dial(url: URL): Promise<WebSocket> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(url, {
        agent: this.#options.agentFor(url.protocol === "wss:" ? "https:" : "http:"),
        handshakeTimeout: this.#waits.hello,
        maxPayload: 4 << 20,
        followRedirects: false,
      });
      this.#open.add(socket);
      const hello = setTimeout(() => {
        reject(new Error(`Slack did not say hello within ${this.#waits.hello / 1000} s.`));
        socket.terminate();
      }, this.#waits.hello);
      let heardAt = Date.now();
      const heard = () => {
        heardAt = Date.now();
      };
      const watch = setInterval(() => {
        if (Date.now() - heardAt > 3 * this.#waits.ping) socket.terminate();
        else if (socket.readyState === WebSocket.OPEN) socket.ping();
      }, this.#waits.ping);
      socket.on("ping", heard).on("pong", heard);
      socket.on("message", (data, binary) => {
        heard();
        const told = binary ? null : parse(String(data));
        if (told?.type === "hello") {
          clearTimeout(hello);
          resolve(socket);
        } else if (told?.type === "disconnect") this.#leave(socket, told.reason ?? "");
        else if (told?.envelope_id) this.#take(socket, told, told.envelope_id);
      });
      socket.on("error", reject);
      socket.on("close", () => {
        clearTimeout(hello);
        clearInterval(watch);
        this.#open.delete(socket);
        reject(new Error("Slack closed the connection before its hello."));
        this.#gone(socket);
      });
    });
  }

  /** Slack is about to end a connection (warning, refresh_requested), or Socket Mode was switched off (link_disabled). */
  #leave(socket: WebSocket, reason: string): void {
    this.#left.set(socket, reason);
    if (reason !== "link_disabled") {
      if (socket === this.#current) void this.#connect();
      return;
    }
    socket.close(1000);
    if (socket !== this.#current) return;
    this.#current = undefined;
    this.#tell(false, switchedOff);
    this.#timer = setTimeout(() => void this.#connect(), this.#waits.refused);
  }

  #gone(socket: WebSocket): void {
    if (socket !== this.#current || this.#stopped) return;
    this.#current = undefined;
    this.#tell(false, "The connection to Slack was lost.");
    void this.#connect();
  }

  /** Slack closes what it announced to close; when it does not, we do. */
  #drain(socket: WebSocket): void {
    const end = setTimeout(() => socket.close(1000), this.#waits.drain);
    socket.on("close", () => clearTimeout(end));
  }

  #take(socket: WebSocket, told: Frame, id: string): void {
    // Not acknowledged: Slack gives it to whoever comes after us.
    if (this.#stopped) return;
    const now = Date.now();
    for (const [known, { at }] of this.#seen) {
      if (now - at <= rememberMs) break;
      this.#seen.delete(known);
    }
    const before = this.#seen.get(id);
    if (before) {
      // Still under way: its own acknowledgement will come.
      if (before.reply !== null) this.#reply(socket, before.reply);
      return;
    }
    const entry = { at: now, reply: null as string | null };
    this.#seen.set(id, entry);
    const ack = async (response?: unknown): Promise<void> => {
      if (entry.reply !== null) return;
      const payload = told.accepts_response_payload === true ? payloadOf(response) : undefined;
      entry.reply = JSON.stringify({ envelope_id: id, ...(payload && { payload }) });
      this.#reply(socket, entry.reply);
    };
    const work = (async () => {
      try {
        await this.#app?.processEvent({
          body: told.payload ?? {},
          ...(told.retry_attempt === undefined ? {} : { retryNum: told.retry_attempt }),
          ...(told.retry_reason === undefined ? {} : { retryReason: told.retry_reason }),
          ack,
        });
      } catch (error) {
        this.#options.log.error({ err: error }, "what Slack sent was not handled");
      }
      // What nobody here asks for is taken all the same, or Slack would send it again.
      await ack();
    })();
    this.#underWay.add(work);
    void work.finally(() => this.#underWay.delete(work));
  }

  /** By the connection on which it came, or, when that has gone, by the one that is open now. */
  #reply(socket: WebSocket, text: string): void {
    const by = socket.readyState === WebSocket.OPEN ? socket : this.#current;
    if (by?.readyState === WebSocket.OPEN) by.send(text);
  }
}

/** Says goodbye, and does not wait long for an answer. */
function hangUp(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    const end = setTimeout(() => socket.terminate(), 500);
    socket.once("close", () => {
      clearTimeout(end);
      resolve();
    });
    socket.close(1000);
  });
}

function parse(text: string): Frame | null {
  try {
    return frame.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

const payloadOf = (response: unknown): object | undefined =>
  typeof response === "string"
    ? { text: response }
    : typeof response === "object" && response !== null
      ? response
      : undefined;
