import type { Tx } from "../db/client";
import { addJobIn } from "../db/jobs";
import { announceIn } from "../db/live";
import { readSetting } from "../people/setting-store";
import { heldBack, type Standing, serves, wants } from "./decide";
import { againMs, type HeldReason, type News, type Route, threadOf } from "./model";
import { collectNews } from "./news-store";

const hourMs = 3_600_000;
/** Cards move together when several things happen at once. */
const editAfterMs = 1500;

/** What was decided in this run is remembered, so that a storm in one page counts against the limit as well. */
type Memory = {
  sent: Map<string, number[]>;
  begun: Set<string>;
  waiting: Set<string>;
  troubles: Set<string>;
};

/**
 * Decides on everything that is new: which channel hears of it, now or in a digest. One run at a time, in one transaction
 * with the messages and the jobs that send them. Returns whether there may be more at once.
 */
export async function planMessages(
  tx: Tx,
  now: number,
): Promise<{ told: number; held: number; more: boolean }> {
  const routes = await readRoutes(tx);
  if (routes.length === 0) return { told: 0, held: 0, more: false };
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('plan messages'))`;
  const { news, moved, more } = await collectNews(tx, Math.min(...routes.map((r) => r.since)), now);
  const enabled = new Set(
    (await tx.messageChannel.findMany({ where: { enabled: true }, select: { id: true } })).map(
      (c) => c.id,
    ),
  );
  const memory: Memory = {
    sent: new Map(),
    begun: new Set(),
    waiting: new Set(),
    troubles: new Set(),
  };
  let told = 0;
  let held = 0;
  for (const piece of news) {
    const wanting = routes.filter((route) => wants(route, piece));
    for (const channelId of new Set(wanting.flatMap((r) => r.channels))) {
      if (!enabled.has(channelId)) continue;
      const candidates = wanting.filter((r) => r.channels.includes(channelId));
      const { route, because } = await choose(tx, candidates, piece, channelId, memory, now);
      await save(tx, { piece, channelId, route, because, now });
      if (because) held++;
      else told++;
    }
  }
  await moveCards(tx, moved, now);
  if (told + held > 0) await announceIn(tx, { topic: "message" });
  return { told, held, more };
}

/** No service is called this: a team without services hears of none. */
const nobody = "\u0000";

const readRoutes = async (tx: Tx): Promise<Route[]> =>
  withTeams(tx, await readSetting(tx, "message-routes"));

/** Routes with the services of their teams beside those that they name. */
export async function withTeams(tx: Tx, routes: readonly Route[]): Promise<Route[]> {
  const wanted = routes.flatMap((r) => r.team ?? []);
  const teams =
    wanted.length === 0 ? [] : await tx.team.findMany({ where: { id: { in: wanted } } });
  return routes.map((route) => {
    if (route.team === null) return route;
    const services = teams.find((t) => t.id === route.team)?.services ?? [];
    return { ...route, services: [...route.services, ...services, nobody] };
  });
}

/** Names of the channels that a page about a service would reach now. */
export async function pagedFor(tx: Tx, service: string): Promise<string[]> {
  const routes = (await readRoutes(tx)).filter((route) => serves(route, [service]));
  const ids = [...new Set(routes.flatMap((r) => r.channels))];
  const channels = await tx.messageChannel.findMany({
    where: { id: { in: ids }, enabled: true },
    select: { name: true },
    orderBy: { name: "asc" },
  });
  return channels.map((c) => c.name);
}

/** The first route that tells it now; else the first one, which holds it back. */
async function choose(
  tx: Tx,
  candidates: readonly Route[],
  piece: News,
  channelId: string,
  memory: Memory,
  now: number,
): Promise<{ route: Route; because: HeldReason | null }> {
  let first: { route: Route; because: HeldReason | null } | undefined;
  const thread = `${channelId} ${threadOf(piece)}`;
  for (const route of candidates) {
    const standing = await standingOf(tx, route, piece, channelId, memory, now);
    const because = heldBack(route, piece, standing, now);
    first ??= { route, because };
    if (because) continue;
    memory.sent.get(`${route.id} ${channelId}`)?.push(now);
    memory.begun.add(thread);
    if (piece.kind === "own-alert") memory.troubles.add(`${channelId} ${piece.own?.trouble}`);
    return { route, because };
  }
  if (!first) throw new Error("A channel without a route was chosen.");
  memory.waiting.add(thread);
  return first;
}

async function standingOf(
  tx: Tx,
  route: Route,
  piece: News,
  channelId: string,
  memory: Memory,
  now: number,
): Promise<Standing> {
  const budget = `${route.id} ${channelId}`;
  const thread = `${channelId} ${threadOf(piece)}`;
  let sent = memory.sent.get(budget);
  if (!sent) {
    const rows = await tx.message.findMany({
      where: {
        routeId: route.id,
        channelId,
        kind: { notIn: ["digest", "test"] },
        state: { in: seenStates },
        createdAt: { gt: new Date(now - hourMs) },
      },
      select: { createdAt: true },
    });
    sent = rows.map((r) => r.createdAt.getTime());
    memory.sent.set(budget, sent);
  }
  const { situationId, own } = piece;
  const of = { channelId, ...(own ? { alertId: own.alertId } : { situationId }) };
  const begun =
    memory.begun.has(thread) ||
    (situationId !== null &&
      (await tx.messageThread.count({ where: { channelId, situationId } })) > 0) ||
    (await tx.message.count({ where: { ...of, state: { in: seenStates } } })) > 0;
  const waiting =
    memory.waiting.has(thread) || (await tx.message.count({ where: { ...of, state: "held" } })) > 0;
  const toldBefore = own ? await troubleTold(tx, own, channelId, memory, now) : null;
  return { sent, begun, waiting, toldBefore };
}

/** When this channel was last told of the same trouble of ours, under another alert, epoch ms. */
async function troubleTold(
  tx: Tx,
  { alertId, trouble }: NonNullable<News["own"]>,
  channelId: string,
  memory: Memory,
  now: number,
): Promise<number | null> {
  if (memory.troubles.has(`${channelId} ${trouble}`)) return now;
  const rows = await tx.$queryRaw<{ at: Date | null }[]>`
    SELECT max(m."createdAt") AS at FROM messages m JOIN own_alerts a ON a.id = m."alertId"
    WHERE m."channelId" = ${channelId} AND m.kind = 'own-alert' AND m.state = ANY(${seenStates})
      AND m."createdAt" > ${new Date(now - againMs)} AND m."alertId" <> ${alertId}
      AND a.rule || ' ' || a.subject = ${trouble}`;
  return rows[0]?.at?.getTime() ?? null;
}

/** States of messages that people see, or will in a moment. */
const seenStates = ["queued", "sending", "sent"];

async function save(
  tx: Tx,
  {
    piece,
    channelId,
    route,
    because,
    now,
  }: {
    piece: News;
    channelId: string;
    route: Route;
    because: HeldReason | null;
    now: number;
  },
): Promise<void> {
  const [row] = await tx.message.createManyAndReturn({
    data: [
      {
        key: `${piece.key}:${channelId}`,
        channelId,
        routeId: route.id,
        routeName: route.name,
        situationId: piece.situationId,
        alertId: piece.own?.alertId ?? null,
        kind: piece.kind,
        severity: piece.severity,
        says: piece.says,
        state: because ? "held" : "queued",
        because,
        createdAt: new Date(now),
      },
    ],
    skipDuplicates: true,
    select: { id: true },
  });
  if (row && !because) await queueDelivery(tx, row.id);
}

/** Sends a message now, or at `runAt` (epoch ms). */
export const queueDelivery = (tx: Tx, messageId: string, runAt?: number) =>
  addJobIn(
    tx,
    "deliver",
    { messageId },
    { key: `deliver:${messageId}`, ...(runAt === undefined ? {} : { runAt }) },
  );

/** Brings a card up to date soon; `tried`: how often that has failed already. */
export const queueEdit = (
  tx: Tx,
  { channelId, situationId }: { channelId: string; situationId: number },
  runAt: number,
  tried = 0,
) =>
  addJobIn(
    tx,
    "edit-card",
    { channelId, situationId, tried },
    { key: `edit-card:${channelId}:${situationId}`, runAt },
  );

async function moveCards(tx: Tx, situationIds: readonly number[], now: number): Promise<void> {
  const threads = await tx.messageThread.findMany({
    where: { situationId: { in: [...situationIds] } },
    select: { channelId: true, situationId: true },
  });
  for (const thread of threads) await queueEdit(tx, thread, now + editAfterMs);
}
