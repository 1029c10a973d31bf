import { changeOf } from "@/lib/db/change-of";
import type { Tx } from "@/lib/db/client";
import { readSetting } from "@/lib/people/setting-store";
import type { SuspectRef } from "./model";
import type { Cause, ChangeCause, InstanceCause } from "./remedy";
import { restartOf } from "./restart-rules";

const hourMs = 3_600_000;
/** An instance that has answered within this time is there to take over. */
const answeringMs = 2 * 60_000;

/**
 * A suspect with what a plan against it is made from; null when it is not there any more. `left`: why it is left to its
 * owner although it could be undone.
 */
export const loadCause = (
  tx: Tx,
  suspect: SuspectRef,
  left: string | null,
): Promise<Cause | null> =>
  suspect.kind === "change"
    ? loadChangeCause(tx, suspect.ref, left)
    : loadInstance(tx, suspect.ref);

async function loadChangeCause(
  tx: Tx,
  id: string,
  left: string | null,
): Promise<ChangeCause | null> {
  const row = await tx.change.findUnique({ where: { id } });
  if (!row) return null;
  const change = changeOf(row);
  const others = await tx.change.findMany({
    where: {
      service: change.service,
      id: { not: change.id },
      at: { gte: new Date(change.at - hourMs / 2) },
    },
    orderBy: { at: "asc" },
  });
  const before =
    change.kind === "deploy" && change.undo
      ? await tx.serviceVersion.findUnique({
          where: { service_version: { service: change.service, version: change.undo.to } },
        })
      : null;
  const teams = await tx.team.findMany({
    where: { services: { has: change.service } },
    orderBy: { name: "asc" },
  });
  return {
    kind: "change",
    change,
    others: others.map(changeOf),
    provenForMs: before ? before.lastSeenAt.getTime() - before.firstSeenAt.getTime() : null,
    left,
    owners: teams.map((t) => t.name),
  };
}

async function loadInstance(tx: Tx, ref: string): Promise<InstanceCause> {
  const [service = "", ...rest] = ref.split(" ");
  const instance = rest.join(" ");
  const newest = await tx.requestWindow.aggregate({ where: { service }, _max: { start: true } });
  const siblings = await tx.requestWindow.findMany({
    where: {
      service,
      instance: { not: instance },
      start: { gte: new Date((newest._max.start?.getTime() ?? 0) - answeringMs) },
    },
    distinct: ["instance"],
    select: { instance: true },
  });
  return {
    kind: "instance",
    service,
    instance,
    siblings: siblings.length,
    way: restartOf(await readSetting(tx, "restarts"), { service, instance }),
  };
}
