import { z } from "zod";
import { listChannels } from "../messages/channel-store";
import { messageOf } from "../messages/message-store";
import { type HeldReason, heldReasons, type MessageState, newsTitles } from "../messages/model";
import { readSetting } from "../people/setting-store";
import { situationName } from "../situate/model";
import { defineView } from "../view";

const dayMs = 86_400_000;
const take = 200;

export const messageTabs = ["sent", "held", "failed"] as const;
type MessageTab = (typeof messageTabs)[number];

const statesOf: Record<MessageTab, MessageState[]> = {
  sent: ["queued", "sending", "sent"],
  held: ["held", "digested"],
  failed: ["failed"],
};

/** What was told, what was held back and why, and what could not be told. Newest first; of each tab the last 200. */
export const messages = defineView({
  input: z.object({ tab: z.enum(messageTabs).default("sent") }),
  async load({ db, now }, { tab }) {
    const { prisma } = db;
    const since = new Date(now - dayMs);
    const [rows, channels, routes, byState, failed, waiting] = await Promise.all([
      prisma.message.findMany({
        where: { state: { in: statesOf[tab] } },
        orderBy: [{ createdAt: "desc" }, { id: "desc" }],
        take,
      }),
      listChannels(prisma),
      readSetting(prisma, "message-routes"),
      prisma.message.groupBy({
        by: ["state", "kind"],
        where: { createdAt: { gte: since } },
        _count: true,
      }),
      prisma.message.count({ where: { state: "failed" } }),
      prisma.message.count({ where: { state: "held" } }),
    ]);
    const situations = await prisma.situation.findMany({
      where: { id: { in: [...new Set(rows.flatMap((r) => r.situationId ?? []))] } },
      select: { id: true, title: true },
    });
    const digested = await prisma.message.groupBy({
      by: ["digestId"],
      where: { digestId: { in: rows.map((r) => r.id) } },
      _count: true,
    });
    const count = (states: MessageState[], kind?: string) =>
      byState
        .filter((g) => states.some((s) => s === g.state) && (!kind || g.kind === kind))
        .reduce((sum, g) => sum + g._count, 0);
    return {
      at: now,
      channels: channels.length,
      routes: routes.length,
      counts: {
        sent24h: count(["sent"]),
        digests24h: count(["sent"], "digest"),
        held24h: count(["held", "digested"]),
        waiting,
        underWay: count(["queued", "sending"]),
        failed,
      },
      rows: rows.map(messageOf).map((m) => ({
        id: m.id,
        at: m.createdAt,
        kind: m.kind,
        title:
          m.kind in newsTitles
            ? newsTitles[m.kind as keyof typeof newsTitles]
            : m.kind === "digest"
              ? "Digest"
              : "Test",
        says: m.says,
        severity: m.severity,
        state: m.state,
        channel: channels.find((c) => c.id === m.channelId)?.name ?? m.channelId,
        channelKind: channels.find((c) => c.id === m.channelId)?.kind ?? null,
        route: m.routeName,
        /** Whether it is of Sitroom itself */
        own: m.alertId !== null,
        situation:
          m.situationId === null
            ? null
            : {
                id: m.situationId,
                name: situationName(m.situationId),
                title: situations.find((s) => s.id === m.situationId)?.title ?? "",
              },
        because: m.because === null ? null : (heldReasons[m.because as HeldReason] ?? m.because),
        /** Of a digest: how many messages it stands for */
        standsFor: digested.find((d) => d.digestId === m.id)?._count ?? 0,
        attempts: m.attempts,
        error: m.error,
        nextAt: m.nextAt,
        sentAt: m.sentAt,
      })),
    };
  },
});
