import { createHash } from "node:crypto";
import { canonicalJson } from "@/lib/canonical-json";
import type { Db } from "@/lib/db/client";
import { mintActions } from "@/lib/messages/action-store";
import { buttonsOf, type CardFacts, cardOf } from "@/lib/messages/card";
import type { Card } from "@/lib/messages/model";
import { workerActor } from "@/lib/people/model";
import { situation } from "@/lib/views/situation";
import { appUrl } from "./tools";

const self = workerActor("messages");

export type MadeCard = {
  card: Card;
  /** Digest of what it shows */
  shown: string;
  /** Series whose charts belong to it, and the window of these, epoch ms */
  charts: {
    series: readonly number[];
    from: number;
    to: number;
    onsetAt: number;
    endAt: number | null;
  };
};

const minute = 60_000;

/** The card of a situation as it is now, from the same view as its page, with working buttons where presses come back. */
export async function makeCard(
  db: Db,
  {
    channelId,
    situationId,
    interactive,
    now,
  }: {
    channelId: string;
    situationId: number;
    interactive: boolean;
    now: number;
  },
): Promise<MadeCard> {
  const s = await situation.load({ db, actor: self, now }, { id: situationId });
  // Nobody is told of a candidate; should its card be asked for, it looks like an open one.
  const status = s.status === "candidate" ? "open" : s.status;
  const facts: CardFacts = { ...s, status, situationId };
  const planned = interactive ? buttonsOf(facts, now) : [];
  const ids = await db.prisma.$transaction((tx) =>
    mintActions(tx, { channelId, situationId }, planned, now),
  );
  const buttons = planned.map(({ deed, label, confirm }, i) => ({
    deed,
    label,
    confirm,
    id: ids[i] ?? "",
  }));
  const card = cardOf(facts, appUrl(), buttons);
  const lasted = (s.resolvedAt ?? now) - s.onsetAt;
  return {
    card,
    shown: createHash("sha256").update(canonicalJson(card)).digest("hex"),
    charts: {
      series: s.charts.slice(0, 2),
      from: s.onsetAt - Math.max(15 * minute, lasted * 0.6),
      to: s.resolvedAt === null ? now : s.resolvedAt + 10 * minute,
      onsetAt: s.onsetAt,
      endAt: s.resolvedAt,
    },
  };
}
