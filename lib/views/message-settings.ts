import { z } from "zod";
import type { Db } from "../db/client";
import { silentMs } from "../health/model";
import { readProcesses } from "../health/process-store";
import { type ChannelKind, channelKinds } from "../integrations/channels/kinds";
import { fieldsOf } from "../integrations/fields";
import { listChannels, waysOfButtons } from "../messages/channel-store";
import { appSecret } from "../people/app-secret";
import { allows } from "../people/model";
import { readSetting } from "../people/setting-store";
import { server } from "../server";
import { defineView } from "../view";

/** Channels, routes and what they can be made of. How channels are configured is an admin's to see. */
export const messageSettings = defineView({
  input: z.object({}),
  async load({ db, actor, now }) {
    const admin = allows(actor.role, "admin");
    const buttons = admin ? await readButtons(db, now) : new Map<string, Buttons>();
    const [channels, routes, teams, services, tests] = await Promise.all([
      listChannels(db.prisma),
      readSetting(db.prisma, "message-routes"),
      db.prisma.team.findMany({ orderBy: { name: "asc" }, select: { id: true, name: true } }),
      db.prisma.service.findMany({ orderBy: { name: "asc" }, take: 500, select: { name: true } }),
      db.prisma.message.findMany({
        where: { kind: "test" },
        orderBy: { createdAt: "desc" },
        distinct: ["channelId"],
        select: { channelId: true, state: true, error: true, createdAt: true },
      }),
    ]);
    const { env } = server();
    return {
      admin,
      /** Where Slack posts presses: host as the reader's browser knows it, this port */
      chatPort: env.CHAT_PORT,
      channels: channels.map((c) => {
        const test = tests.find((t) => t.channelId === c.id);
        return {
          ...c,
          config: admin ? c.config : {},
          /** How presses of its buttons come back; an admin's to see */
          buttons: buttons.get(c.id) ?? null,
          test: test
            ? { state: test.state, error: test.error, at: test.createdAt.getTime() }
            : null,
        };
      }),
      kinds: Object.entries(channelKinds).map(([kind, k]) => ({
        kind: kind as ChannelKind,
        title: k.title,
        says: k.says,
        fields: fieldsOf(k.config),
        secrets: fieldsOf(k.secrets),
      })),
      routes,
      teams,
      services: services.map((s) => s.name),
    };
  },
});

type Buttons = {
  way: "socket" | "http" | "none";
  /** Of a socket: whether a chat worker is connected, and why not; null when no worker has said */
  connection: { connected: boolean; says: string | null } | null;
};

/** How presses of each Slack channel's buttons come back, and how the connections for that are. */
async function readButtons(db: Db, now: number): Promise<Map<string, Buttons>> {
  const [ways, processes] = await Promise.all([
    waysOfButtons(db.prisma, appSecret(server().env)),
    readProcesses(db, now),
  ]);
  const told = processes
    .filter((p) => p.stoppedAt === null && now - p.beatAt <= silentMs)
    .flatMap((p) => p.report.chat ?? []);
  return new Map(
    ways.map(({ id, way }) => {
      const its = told.filter((c) => c.id === id);
      const best = its.find((c) => c.connected) ?? its[0];
      return [
        id,
        { way, connection: best ? { connected: best.connected, says: best.says } : null },
      ];
    }),
  );
}
