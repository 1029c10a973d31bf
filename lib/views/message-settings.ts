import { z } from "zod";
import { type ChannelKind, channelKinds } from "../integrations/channels/kinds";
import { fieldsOf } from "../integrations/fields";
import { listChannels } from "../messages/channel-store";
import { allows } from "../people/model";
import { readSetting } from "../people/setting-store";
import { server } from "../server";
import { defineView } from "../view";

/** Channels, routes and what they can be made of. How channels are configured is an admin's to see. */
export const messageSettings = defineView({
  input: z.object({}),
  async load({ db, actor }) {
    const admin = allows(actor.role, "admin");
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
