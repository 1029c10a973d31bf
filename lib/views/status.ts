import { z } from "zod";
import { endedAlerts, openAlerts } from "../health/alert-store";
import { findFaults, ownRules } from "../health/faults";
import { neededParts, partNames, silentMs } from "../health/model";
import { readProcesses } from "../health/process-store";
import { readOwnState } from "../health/state-store";
import { listChannels } from "../messages/channel-store";
import { type HeldReason, hearsOfUs, heldReasons } from "../messages/model";
import { readSetting } from "../people/setting-store";
import { defineView } from "../view";

const dayMs = 86_400_000;

/** How Sitroom itself is: its processes, stream, queue and tables, what is wrong now and what was. */
export const status = defineView({
  input: z.object({}),
  async load({ db, now }) {
    const [state, processes, open, ended, channels, routes] = await Promise.all([
      readOwnState(db, now),
      readProcesses(db, now),
      openAlerts(db),
      endedAlerts(db, now - dayMs),
      listChannels(db.prisma),
      readSetting(db.prisma, "message-routes"),
    ]);
    const hearing = new Set(routes.filter(hearsOfUs).flatMap((r) => r.channels));
    const told = await db.prisma.message.findMany({
      where: { alertId: { in: [...open, ...ended].map((a) => a.id) }, kind: "own-alert" },
      select: { alertId: true, channelId: true, state: true, because: true, error: true },
    });
    const nameOf = (id: string) => channels.find((c) => c.id === id)?.name ?? id;
    /** Who was told of an alert, and where it waits or failed, in words. */
    const toldOf = (alertId: string) =>
      told
        .filter((m) => m.alertId === alertId)
        .map(({ channelId, state, because }) => ({
          channel: nameOf(channelId),
          state,
          says:
            state === "held"
              ? (heldReasons[because as HeldReason] ?? "held back")
              : state === "digested"
                ? "in a digest"
                : state === "failed"
                  ? "not delivered"
                  : state === "sent"
                    ? null
                    : "on its way",
        }));
    // What is wrong this moment, also when no worker is there to open an alert.
    const faults = findFaults(now, state, processes).filter(
      (f) => !open.some((a) => a.rule === f.rule && a.subject === f.subject),
    );
    const runs = (p: (typeof processes)[number]) =>
      p.stoppedAt === null && now - p.beatAt <= silentMs;
    return {
      at: now,
      parts: partNames.map((name) => ({
        name,
        needed: neededParts.includes(name),
        running: processes.filter((p) => p.parts.includes(name) && runs(p)).length,
        lastAt: processes.find((p) => p.parts.includes(name))?.beatAt ?? null,
      })),
      processes: processes.map((p) => ({
        ...p,
        state: runs(p)
          ? ("running" as const)
          : p.stoppedAt === null
            ? ("silent" as const)
            : ("stopped" as const),
      })),
      ...state,
      /** Channels that hear of alerts on ourselves */
      hearers: channels.filter((c) => c.enabled && hearing.has(c.id)).map((c) => c.name),
      alerts: [
        ...open.map((a) => ({ ...a, told: toldOf(a.id) })),
        ...faults.map((f) => ({
          ...f,
          id: `${f.rule} ${f.subject}`,
          openedAt: now,
          endedAt: null,
          told: [],
        })),
      ],
      ended: ended.map((a) => ({ ...a, told: toldOf(a.id) })),
      rules: ownRules.map(({ name, says }) => ({ name, says })),
    };
  },
});
