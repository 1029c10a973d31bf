import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { listenLive } from "@/lib/db/live";
import { openChannels } from "./chat/open-channels";
import type { Role, RoleContext } from "./role";

/**
 * Takes presses of buttons in chats until stopped; channels that are added or changed are taken up at once. They are read
 * again each time we have begun to listen: what was changed while nobody listened is not missed.
 */
export async function startChat(role: RoleContext): Promise<Role & { port: number }> {
  const { db, env, log } = role;
  const channels = openChannels(role);
  await channels.refresh();
  const server = createServer((req, res) => {
    const listener = channels.listenerOf((req.url ?? "").split("?")[0] ?? "");
    if (listener) return listener(req, res);
    res.writeHead(req.url === "/ready" ? 200 : 404).end();
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(env.CHAT_PORT, env.INGEST_HOST, resolve);
  });

  let turn = Promise.resolve();
  const refresh = () => {
    turn = turn
      .then(channels.refresh)
      .catch((error: unknown) => log.error({ err: error }, "chat channels were not taken up"));
  };
  const stopListening = listenLive(
    db.url,
    ({ topic }) => {
      if (topic === "settings") refresh();
    },
    { onListening: refresh },
  );
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      await stopListening();
      await turn;
      await channels.stop();
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
    },
  };
}
