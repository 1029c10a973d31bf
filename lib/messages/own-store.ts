import type { Tx } from "../db/client";
import type { InputJsonObject } from "../db/generated/internal/prismaNamespace";
import { formatSpan } from "../series/format-span";
import { type Card, severity } from "./model";

/** The card of an alert on Sitroom itself, as it is now. It is null when the alert is gone. */
export async function ownCard(
  tx: Tx,
  alertId: string,
  graveness: string,
  appUrl: string,
): Promise<Card | null> {
  const alert = await tx.ownAlert.findUnique({ where: { id: alertId } });
  if (!alert) return null;
  const openedAt = alert.openedAt.getTime();
  const resolvedAt = alert.endedAt?.getTime() ?? null;
  return {
    situationId: null,
    name: `${alert.rule} ${alertId.slice(-6)}`,
    title: `Sitroom itself: ${alert.subject}`,
    severity: severity.catch("high").parse(graveness),
    status: resolvedAt === null ? "open" : "resolved",
    now:
      resolvedAt === null
        ? alert.says
        : `Over after ${formatSpan(resolvedAt - openedAt)}: ${alert.says}`,
    impact: "Sitroom sees or does less than it should",
    suspect: null,
    next: "Open the Status page",
    owner: null,
    services: [],
    onsetAt: openedAt,
    openedAt,
    resolvedAt,
    url: `${appUrl}/status`,
    buttons: [],
  };
}

/** What a channel was told first of an alert on ourselves: the message under which the rest stands. */
export type OwnThread = {
  messageId: string;
  alertId: string;
  severity: string;
  ref: Record<string, unknown>;
};

const threadOf = (row: {
  id: string;
  alertId: string | null;
  severity: string;
  ref: unknown;
}): OwnThread => ({
  messageId: row.id,
  alertId: row.alertId ?? "",
  severity: row.severity,
  ref: (row.ref ?? {}) as Record<string, unknown>,
});

/** Null while the channel has not been told. */
export async function findOwnThread(
  tx: Tx,
  { channelId, alertId }: { channelId: string; alertId: string },
): Promise<OwnThread | null> {
  const rows = await tx.message.findMany({
    where: { channelId, alertId, state: "sent" },
    orderBy: { createdAt: "asc" },
  });
  const first = rows.find((row) => row.ref !== null);
  return first ? threadOf(first) : null;
}

/** What a channel still shows as open. */
export async function openOwnThreads(tx: Tx, channelId: string): Promise<OwnThread[]> {
  const rows = await tx.message.findMany({
    where: { channelId, alertId: { not: null }, state: "sent", closedAt: null },
  });
  return rows.filter((row) => row.ref !== null).map(threadOf);
}

/** Keeps how the channel finds it again; `over`: it shows there that the alert has ended. */
export async function saveOwnThread(
  tx: Tx,
  messageId: string,
  { ref, over, now }: { ref: Record<string, unknown>; over: boolean; now: number },
): Promise<void> {
  await tx.message.update({
    where: { id: messageId },
    data: { ref: ref as InputJsonObject, closedAt: over ? new Date(now) : null },
  });
}
