import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { type App, HTTPReceiver, SocketModeReceiver } from "@slack/bolt";
import { listenLive } from "@/lib/db/live";
import { channelKinds } from "@/lib/integrations/channels/kinds";
import { listChannels, loadChannel, type StoredChannel } from "@/lib/messages/channel-store";
import { appSecret } from "@/lib/people/app-secret";
import { readOutgoingPolicy } from "@/lib/people/outgoing-policy";
import { slackApp } from "./chat/slack-app";
import { sendWith } from "./messages/tools";
import type { Role, RoleContext } from "./role";

/** Where Slack posts presses of one channel's cards. */
const pathOf = (channelId: string) => `/slack/${channelId}/events`;

type Opened = { listeners: Map<string, RequestListener>; sockets: App[] };

/** The enabled Slack channels whose buttons come back: by HTTP with a signing secret, by Socket Mode with an app token. */
async function openChannels({ db, log, env, now }: RoleContext): Promise<Opened> {
  const opened: Opened = { listeners: new Map(), sockets: [] };
  const send = sendWith(await readOutgoingPolicy(db.prisma, env));
  for (const { id, kind, enabled } of await listChannels(db.prisma)) {
    if (kind !== "slack" || !enabled) continue;
    try {
      const stored = await loadChannel(db.prisma, appSecret(env), id);
      await openOne(stored);
    } catch (error) {
      log.error({ err: error, channel: id }, "this channel's buttons do not work");
    }
  }
  return opened;

  async function openOne({ id, config, secrets: stored }: StoredChannel): Promise<void> {
    const secrets = channelKinds.slack.secrets.parse(stored);
    const common = {
      db,
      log,
      now,
      send,
      channelId: id,
      config: channelKinds.slack.config.parse(config),
      botToken: secrets.botToken,
    };
    if (secrets.appToken) {
      const receiver = new SocketModeReceiver({ appToken: secrets.appToken });
      const app = slackApp({ ...common, receiver });
      await app.start();
      opened.sockets.push(app);
    } else if (secrets.signingSecret) {
      const receiver = new HTTPReceiver({
        signingSecret: secrets.signingSecret,
        endpoints: [pathOf(id)],
        logLevel: "error" as never,
      });
      slackApp({ ...common, receiver });
      opened.listeners.set(pathOf(id), receiver.requestListener);
    }
  }
}

/** Takes presses of buttons in chats until stopped; channels that are added or changed are taken up at once. */
export async function startChat(role: RoleContext): Promise<Role & { port: number }> {
  const { db, env, log } = role;
  let opened = await openChannels(role);
  const server = createServer((req, res) => {
    const listener = opened.listeners.get((req.url ?? "").split("?")[0] ?? "");
    if (listener) return listener(req, res);
    res.writeHead(req.url === "/ready" ? 200 : 404).end();
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(env.CHAT_PORT, env.INGEST_HOST, resolve);
  });
  const closeSockets = (apps: readonly App[]) => Promise.all(apps.map((app) => app.stop()));

  let turn = Promise.resolve();
  const reopen = () => {
    turn = turn
      .then(async () => {
        const before = opened.sockets;
        opened = await openChannels(role);
        await closeSockets(before);
      })
      .catch((error: unknown) => log.error({ err: error }, "chat channels were not taken up"));
  };
  const stopListening = listenLive(db.url, ({ topic }) => {
    if (topic === "settings") reopen();
  });
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      await stopListening();
      await turn;
      await closeSockets(opened.sockets);
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
    },
  };
}
