import type { Tx } from "../db/client";
import type { InputJsonObject } from "../db/generated/internal/prismaNamespace";
import type { TimelineEntry } from "./model";

/** Appends to the one record of what happened; nothing ever updates or deletes a row of it. */
export async function record(tx: Tx, entry: TimelineEntry): Promise<void> {
  const { at, situationId, data, actor, ...words } = entry;
  await tx.timelineEvent.create({
    data: {
      ...words,
      at: new Date(at),
      situationId: situationId ?? null,
      actor: { ...actor },
      data: (data ?? {}) as InputJsonObject,
    },
  });
}
