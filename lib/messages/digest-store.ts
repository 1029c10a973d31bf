import type { Tx } from "../db/client";
import { announceIn } from "../db/live";
import { readSetting } from "../people/setting-store";
import { digestDueAt } from "./decide";
import { digestOf, type HeldMessage } from "./digest";
import { anyNewsKind, type Digest, heldReasons, type Route, severity } from "./model";
import { queueDelivery } from "./plan-store";

const because = (text: string | null) =>
  (Object.keys(heldReasons) as HeldMessage["because"][]).find((r) => r === text) ?? "limit";

const heldOf = (row: {
  situationId: number | null;
  kind: string;
  severity: string;
  says: string;
  because: string | null;
  createdAt: Date;
}): HeldMessage => ({
  situationId: row.situationId,
  kind: anyNewsKind.catch("opened").parse(row.kind),
  severity: severity.catch("low").parse(row.severity),
  says: row.says,
  because: because(row.because),
  at: row.createdAt.getTime(),
});

/** What is held back for a route that is gone is told all the same, soon. */
const orphan: Pick<Route, "quiet" | "digestMs"> = { quiet: null, digestMs: 5 * 60_000 };

/**
 * Makes the digests that are due. A digest is a message of its own, and what it tells is marked as told by it in the same
 * transaction: nothing held back is lost, and nothing is in two digests. Returns how many were made.
 */
export async function makeDigests(tx: Tx, now: number): Promise<number> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('plan messages'))`;
  const routes = await readSetting(tx, "message-routes");
  const groups = await tx.message.groupBy({
    by: ["channelId", "routeId", "routeName"],
    where: { state: "held" },
  });
  let made = 0;
  for (const { channelId, routeId, routeName } of groups) {
    const where = { state: "held", channelId, routeId, routeName };
    const rows = await tx.message.findMany({ where, orderBy: { createdAt: "asc" } });
    const held = rows.map(heldOf);
    const due = digestDueAt(routes.find((r) => r.id === routeId) ?? orphan, held);
    if (due === null || due > now) continue;
    const digest = await describe(
      tx,
      rows.flatMap((r) => r.situationId ?? []),
      held,
      {
        key: "",
        routeName,
        appUrl: "",
        at: now,
      },
    );
    const { id } = await tx.message.create({
      data: {
        key: `digest:${rows[0]?.id}:${channelId}`,
        channelId,
        routeId,
        routeName,
        kind: "digest",
        severity: digest.severity,
        says: digest.says,
        state: "queued",
        createdAt: new Date(now),
      },
    });
    await tx.message.updateMany({
      where: { id: { in: rows.map((r) => r.id) } },
      data: { state: "digested", digestId: id },
    });
    await queueDelivery(tx, id);
    made++;
  }
  if (made > 0) await announceIn(tx, { topic: "message" });
  return made;
}

async function describe(
  tx: Tx,
  ids: readonly number[],
  held: readonly HeldMessage[],
  how: { key: string; routeName: string; appUrl: string; at: number },
): Promise<Digest> {
  const situations = await tx.situation.findMany({
    where: { id: { in: [...new Set(ids)] } },
    select: { id: true, title: true, status: true },
  });
  return digestOf(held, situations, how);
}

/** A digest as it is told: the messages that it stands for, with the situations as they are now. */
export async function loadDigest(
  tx: Tx,
  message: { id: string; key: string; routeName: string; createdAt: number },
  appUrl: string,
): Promise<Digest> {
  const rows = await tx.message.findMany({
    where: { digestId: message.id },
    orderBy: { createdAt: "asc" },
  });
  return describe(
    tx,
    rows.flatMap((r) => r.situationId ?? []),
    rows.map(heldOf),
    {
      key: message.key,
      routeName: message.routeName,
      appUrl,
      at: message.createdAt,
    },
  );
}
