import { randomBytes } from "node:crypto";
import { canonicalJson } from "@/lib/canonical-json";
import type { Tx } from "../db/client";
import type { InputJsonObject } from "../db/generated/internal/prismaNamespace";
import { Problem } from "../problem";
import { actionMs, type Deed, deeds } from "./model";

export type WantedAction = { deed: Deed; input: Record<string, unknown> };
type Place = { channelId: string; situationId: number };

/**
 * Ids for the buttons of a card, in their order. A button that still does the same keeps its id; one that was used, has
 * expired or would do something else by now gets a new one.
 */
export async function mintActions(
  tx: Tx,
  { channelId, situationId }: Place,
  wanted: readonly WantedAction[],
  now: number,
): Promise<string[]> {
  const known = await tx.messageAction.findMany({
    where: {
      channelId,
      situationId,
      usedAt: null,
      expiresAt: { gt: new Date(now + actionMs / 2) },
    },
  });
  const ids: string[] = [];
  for (const { deed, input } of wanted) {
    const same = known.find(
      (k) => k.deed === deed && canonicalJson(k.input) === canonicalJson(input),
    );
    if (same) {
      ids.push(same.id);
      continue;
    }
    const id = randomBytes(32).toString("base64url");
    await tx.messageAction.create({
      data: {
        id,
        channelId,
        situationId,
        deed,
        input: input as InputJsonObject,
        createdAt: new Date(now),
        expiresAt: new Date(now + actionMs),
      },
    });
    ids.push(id);
  }
  return ids;
}

export type FoundAction = Place & { id: string; deed: Deed; input: Record<string, unknown> };

/**
 * What a button of this channel does. Throws Problem: "not-found" for an id that was never given here, "gone" when it has
 * expired, "conflict" when it was used.
 */
export async function findAction(
  tx: Tx,
  id: string,
  channelId: string,
  now: number,
): Promise<FoundAction> {
  const row = await tx.messageAction.findUnique({ where: { id } });
  if (!row || row.channelId !== channelId || !(row.deed in deeds))
    throw new Problem("not-found", "Sitroom has never made this button.");
  if (row.usedAt) throw new Problem("conflict", `${row.usedBy} has pressed this button already.`);
  if (row.expiresAt.getTime() <= now)
    throw new Problem("gone", "This button has expired. Open the situation in Sitroom.");
  const { situationId } = row;
  const input = row.input as Record<string, unknown>;
  return { id, channelId, situationId, deed: row.deed as Deed, input };
}

/** Uses a button up; throws Problem "conflict" when somebody else was faster. */
export async function claimAction(tx: Tx, id: string, by: string, now: number): Promise<void> {
  const { count } = await tx.messageAction.updateMany({
    where: { id, usedAt: null },
    data: { usedAt: new Date(now), usedBy: by },
  });
  if (count === 0) throw new Problem("conflict", "Somebody has pressed this button already.");
}

/** The deed was refused: the button works for somebody who may. */
export async function releaseAction(tx: Tx, id: string): Promise<void> {
  await tx.messageAction.updateMany({ where: { id }, data: { usedAt: null, usedBy: null } });
}
