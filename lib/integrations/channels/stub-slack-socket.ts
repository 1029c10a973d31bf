import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { z } from "zod";
import { slackServer, slackSocket } from "./stub-slack";

/** What a client may send: an acknowledgement, and nothing beside it. */
const ack = z.strictObject({
  envelope_id: z.string(),
  payload: z.record(z.string(), z.unknown()).optional(),
});

type Sent = { envelope: object; mayAnswer: boolean; answers: (object | undefined)[] };

/**
 * For tests: Socket Mode as Slack documents it. A ticket from apps.connections.open opens one connection, once; it says hello,
 * sends envelopes on any connection that is open, wants each acknowledged by its id, warns before it ends a connection, and
 * pings. Whatever the documentation does not name is noted as a violation.
 */
export function openSlackSocket() {
  const open: WebSocket[] = [];
  const server = new WebSocketServer({ noServer: true, clientTracking: true });
  const tickets = new Set<string>();
  const sent = new Map<string, Sent>();
  const violations: string[] = [];
  const self = {
    violations,
    /** Connections that have had their hello, oldest first */
    open,
    /** The next connection is warned of its end in the breath of its hello */
    warnAtOnce: false,
    /** Connections ever greeted */
    greeted: 0,
    /** The fewest that were open at once since the first hello */
    fewest: Number.POSITIVE_INFINITY,
    listen() {
      slackSocket.open = () => {
        const ticket = randomUUID();
        tickets.add(ticket);
        const { port } = slackServer().address() as AddressInfo;
        return `ws://127.0.0.1:${port}/link/?ticket=${ticket}&app_id=A0SITROOM`;
      };
      slackServer().on("upgrade", upgrade);
    },
    close() {
      slackSocket.open = null;
      slackServer().off("upgrade", upgrade);
      for (const socket of server.clients) socket.terminate();
    },
    /** An envelope on a connection, the newest when none is named. Returns its id. */
    push(
      type: "interactive" | "slash_commands" | "events_api",
      payload: object,
      { on = open.at(-1), again }: { on?: WebSocket | undefined; again?: string } = {},
    ): string {
      const id = again ?? randomUUID();
      const mayAnswer = type !== "events_api";
      const envelope = {
        ...{ envelope_id: id, type, payload, accepts_response_payload: mayAnswer },
        ...(again ? { retry_attempt: 1, retry_reason: "timeout" } : {}),
      };
      if (!sent.has(id)) sent.set(id, { envelope, mayAnswer, answers: [] });
      on?.send(JSON.stringify(envelope));
      return id;
    },
    /** What an envelope was answered with, once for each acknowledgement */
    answers: (id: string) => sent.get(id)?.answers ?? [],
    /** Says that a connection will end: it stays open until `end` */
    warn(reason: "warning" | "refresh_requested" | "link_disabled", on = open.at(-1)) {
      on?.send(
        JSON.stringify({
          ...{ type: "disconnect", reason },
          debug_info: { host: "applink-7fc4fdbb64-4x5xq" },
        }),
      );
    },
  };

  function upgrade(req: IncomingMessage, socket: Duplex, head: Buffer) {
    const { pathname, searchParams } = new URL(req.url ?? "", "http://stub");
    if (pathname !== "/link/" || !tickets.delete(searchParams.get("ticket") ?? "")) {
      violations.push(`a connection without a ticket: ${req.url}`);
      socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
      return;
    }
    server.handleUpgrade(req, socket, head, greet);
  }

  function greet(socket: WebSocket) {
    socket.on("message", (data, binary) => take(String(data), binary));
    socket.send(
      JSON.stringify({
        type: "hello",
        num_connections: open.length + 1,
        debug_info: {
          host: "applink-7fc4fdbb64-4x5xq",
          build_number: 10,
          approximate_connection_time: 18_060,
        },
        connection_info: { app_id: "A0SITROOM" },
      }),
    );
    open.push(socket);
    self.greeted++;
    if (self.warnAtOnce) {
      self.warnAtOnce = false;
      self.warn("warning", socket);
    }
    socket.ping("Ping from applink");
    socket.on("close", () => {
      open.splice(open.indexOf(socket), 1);
      self.fewest = Math.min(self.fewest, open.length);
    });
  }

  function take(text: string, binary: boolean) {
    const given = binary ? null : ack.safeParse(JSON.parse(text));
    const known = given?.success ? sent.get(given.data.envelope_id) : undefined;
    if (!given?.success || !known) violations.push(`not an acknowledgement: ${text}`);
    else if (given.data.payload && !known.mayAnswer)
      violations.push(`${given.data.envelope_id} takes no answer`);
    else known.answers.push(given.data.payload);
  }
  return self;
}
