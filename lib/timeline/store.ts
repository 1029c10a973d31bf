import type { Tx } from "../db/client";
import type { InputJsonObject } from "../db/generated/internal/prismaNamespace";
import type { Actor } from "../people/model";
import type { TimelineEntry } from "./model";

/** Who did it and as what, without what else they may do. */
const signature = ({ kind, id, name, role }: Actor) => ({ kind, id, name, role });

/** Appends to the one record of what happened; nothing ever updates or deletes a row of it. */
export async function record(tx: Tx, entry: TimelineEntry): Promise<void> {
  const { at, situationId, data, actor, ...words } = entry;
  await tx.timelineEvent.create({
    data: {
      ...words,
      at: new Date(at),
      situationId: situationId ?? null,
      actor: signature(actor),
      data: (data ?? {}) as InputJsonObject,
    },
  });
}

type Queryable = { query(text: string, values: unknown[]): Promise<unknown> };

/** The same in a transaction of the pool. */
export async function recordWith(client: Queryable, entry: TimelineEntry): Promise<void> {
  const { at, situationId, room, kind, says, actor, data } = entry;
  await client.query(
    `INSERT INTO timeline_events ("situationId", at, room, kind, says, actor, data)
     VALUES ($1, $2::timestamp, $3, $4, $5, $6, $7)`,
    [
      situationId ?? null,
      new Date(at).toISOString(),
      room,
      kind,
      says,
      JSON.stringify(signature(actor)),
      JSON.stringify(data ?? {}),
    ],
  );
}
