/** For tests: a Slack channel, a route to it, and the queue's jobs run by hand. */
import { slackStub } from "@/lib/integrations/channels/stub-slack";
import { createChannel } from "@/lib/messages/channel-store";
import type { Route } from "@/lib/messages/model";
import { workerActor } from "@/lib/people/model";
import { writeSetting } from "@/lib/people/setting-store";
import { record } from "@/lib/timeline/store";
import { deliver } from "../jobs/deliver";
import { editCard } from "../jobs/edit-card";
import { appSecret, at, ctx, fresh } from "../jobs/guilty-deploy";
import { messageClock } from "../jobs/message-clock";
import { tell } from "../jobs/tell";

export const shopRoute: Route = {
  id: "shop",
  name: "Shop",
  team: null,
  services: [],
  severity: "low",
  kinds: [],
  own: null,
  channels: ["slack"],
  quiet: null,
  perHour: 30,
  digestMs: 15 * 60_000,
  since: 0,
};

export const setRoutes = (...list: Route[]) =>
  writeSetting(fresh.db.prisma, "message-routes", list);

/** An empty record of messages, and one Slack channel with one route. */
export async function freshMessages(secrets = slackStub.secrets): Promise<void> {
  slackStub.reset();
  await fresh.db.pool.query(
    `TRUNCATE messages, message_threads, message_actions, message_channels, decided_news, told_severities`,
  );
  await createChannel(fresh.db.prisma, appSecret, {
    id: "slack",
    kind: "slack",
    name: "#shop",
    config: slackStub.config(),
    secrets,
  });
  await setRoutes(shopRoute);
}

export const event = (situationId: number, kind: string, says: string, ms: number, data = {}) =>
  record(fresh.db.prisma, {
    at: ms,
    situationId,
    room: "situate",
    kind,
    says,
    actor: workerActor("test"),
    data,
  });

export async function makeSituations(
  many: number,
  severity: string,
  now: number,
): Promise<number[]> {
  const rows = await fresh.db.prisma.situation.createManyAndReturn({
    data: Array.from({ length: many }, (_, i) => ({
      title: `service-${i} fails`,
      status: "open",
      severity,
      step: "watching",
      onsetAt: at(now - 60_000),
      openedAt: at(now),
      services: [`service-${i}`],
      impact: {},
    })),
    select: { id: true },
  });
  return rows.map((r) => r.id);
}

export const run = {
  tell: () => tell.run(ctx(), {}),
  clock: () => messageClock.run(ctx(), {}),
  deliver: (messageId: string) => deliver.run(ctx(), { messageId }),
};

/** Runs what the queue holds for messages, once: what those add is left for the next time. */
export async function drain(): Promise<number> {
  const { rows } = await fresh.db.pool.query<{ id: string; name: string; payload: unknown }>(
    `SELECT j.id::text, t.identifier AS name, j.payload FROM graphile_worker._private_jobs j
     JOIN graphile_worker._private_tasks t ON t.id = j.task_id
     WHERE t.identifier IN ('deliver', 'edit-card') ORDER BY j.id`,
  );
  await fresh.db.pool.query(
    "DELETE FROM graphile_worker._private_jobs WHERE id = ANY($1::bigint[])",
    [rows.map((r) => r.id)],
  );
  for (const { name, payload } of rows) {
    if (name === "deliver") await deliver.run(ctx(), deliver.payload.parse(payload));
    else await editCard.run(ctx(), editCard.payload.parse(payload));
  }
  return rows.length;
}

export const messages = () =>
  fresh.db.prisma.message.findMany({ orderBy: [{ createdAt: "asc" }, { id: "asc" }] });

export async function countStates(): Promise<Record<string, number>> {
  const rows = await fresh.db.prisma.message.groupBy({ by: ["state"], _count: true });
  return Object.fromEntries(rows.map((r) => [r.state, r._count]));
}
