import { z } from "zod";
import { version } from "../../package.json";
import { ownNotices } from "../health/notice-store";
import { readSetting } from "../people/setting-store";
import { server } from "../server";
import { situationName } from "../situate/model";
import { defineView } from "../view";
import { readUnderWay } from "./under-way";

/** What stands around every page: counters, data freshness, the kill switch, and what the palette can jump to. */
export const shell = defineView({
  input: z.object({}),
  async load({ db, actor, now }) {
    const [situations, counts, services, automation, own, underWay] = await Promise.all([
      db.prisma.situation.findMany({
        where: { status: { in: ["open", "acknowledged"] } },
        orderBy: { openedAt: "desc" },
        take: 50,
        select: { id: true, title: true, severity: true, step: true },
      }),
      db.pool.query<{
        anomalies: number;
        changes: number;
        pending: number;
        unsent: number;
        freshest: Date | null;
      }>(
        `SELECT (SELECT count(*) FROM anomalies WHERE "endedAt" IS NULL AND muted IS NULL) AS anomalies,
                (SELECT count(*) FROM changes WHERE at > to_timestamp($1 / 1000.0) AT TIME ZONE 'UTC') AS changes,
                (SELECT count(*) FROM remedies WHERE state = 'proposed' AND "expiresAt" > to_timestamp($2 / 1000.0) AT TIME ZONE 'UTC') AS pending,
                (SELECT count(*) FROM messages WHERE state = 'failed') AS unsent,
                (SELECT max("lastAt") AT TIME ZONE 'UTC' FROM series WHERE origin = 'live') AS freshest`,
        [now - 86_400_000, now],
      ),
      db.prisma.service.findMany({ orderBy: { name: "asc" }, take: 500, select: { name: true } }),
      readSetting(db.prisma, "kill-switch"),
      ownNotices(db, now),
      readUnderWay(db, now),
    ]);
    const row = counts.rows[0];
    const { env } = server();
    return {
      version,
      demo: env.SITROOM_DEMO,
      /** The demo's fleet can be broken from the page */
      faults: env.SITROOM_DEMO && env.DEMO_DEPLOYER_URL !== undefined,
      you: {
        id: actor.id,
        name: actor.name,
        role: actor.role,
        grants: [...(actor.grants ?? [])],
        /** May only look until a second factor is set up */
        withheld: actor.withheld ?? false,
      },
      counts: {
        situations: situations.length,
        deciding: situations.filter((s) => s.step === "decide").length,
        anomalies: row?.anomalies ?? 0,
        changes24h: row?.changes ?? 0,
        pending: row?.pending ?? 0,
        /** Messages that could not be told */
        unsent: row?.unsent ?? 0,
        own: own.length,
      },
      /** Epoch ms of the newest live sample; null before the first */
      freshestAt: row?.freshest?.getTime() ?? null,
      automation,
      underWay,
      /** What is gravely wrong with Sitroom itself */
      own,
      services: services.map((s) => s.name),
      situations: situations.map((s) => ({ ...s, name: situationName(s.id) })),
      at: now,
    };
  },
});
