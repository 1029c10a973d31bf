import { z } from "zod";
import type { Db } from "@/lib/db/client";
import { silenceSeries } from "@/lib/detect/silence-verbs";
import { runChecks } from "@/lib/diagnose/verbs";
import {
  claimAction,
  type FoundAction,
  findAction,
  releaseAction,
} from "@/lib/messages/action-store";
import type { Deed } from "@/lib/messages/model";
import { findActorByEmail } from "@/lib/people/actor-by-email";
import type { Actor } from "@/lib/people/model";
import { Problem } from "@/lib/problem";
import { approveRemedy, rejectRemedy } from "@/lib/remediate/verbs";
import { situationName } from "@/lib/situate/model";
import { acknowledgeSituation, assignSituation } from "@/lib/situate/verbs";
import { perform } from "@/lib/verb";

type Ctx = { db: Db; actor: Actor; now: number };
const silenceMinutes = 60;
const seriesOf = z.object({ series: z.array(z.number().int()).max(50) });

/** What each button does: the same verbs as the pages', with the same roles, checks and timeline. */
const does: Record<Deed, (ctx: Ctx, action: FoundAction, reason: string) => Promise<string>> = {
  async acknowledge(ctx, { input, situationId }) {
    await perform(acknowledgeSituation, ctx, input);
    return `${situationName(situationId)} acknowledged.`;
  },
  async assign(ctx, { input, situationId }) {
    await perform(assignSituation, ctx, { ...input, owner: ctx.actor.name });
    return `${situationName(situationId)} is yours.`;
  },
  async "run-checks"(ctx, { input }) {
    await perform(runChecks, ctx, input);
    return "Checks started again.";
  },
  async silence(ctx, { input, situationId }) {
    const { series } = seriesOf.parse(input);
    const reason = `From the card of ${situationName(situationId)}`;
    for (const seriesId of series)
      await perform(silenceSeries, ctx, { seriesId, minutes: silenceMinutes, reason });
    return `${series.length === 1 ? "One signal pages" : `${series.length} signals page`} nobody for ${silenceMinutes} minutes. What is found is still recorded.`;
  },
  async approve(ctx, { input }) {
    const { state } = await perform(approveRemedy, ctx, input);
    return state === "approved"
      ? "Approved. The thread tells how it goes."
      : "Your yes is noted; a second person must approve it too.";
  },
  async reject(ctx, { input }, reason) {
    await perform(rejectRemedy, ctx, { ...input, reason });
    return "Rejected.";
  },
};

export type Press = {
  channelId: string;
  actionId: string;
  /** Of the person as the chat knows them; null when it does not say */
  email: string | null;
};

/** Who pressed, and what the button does: both as this server knows them, nothing of it from the message. */
export async function lookUpPress(
  db: Db,
  { channelId, actionId, email }: Press,
  now: number,
): Promise<{ actor: Actor; action: FoundAction }> {
  const actor = await mustKnow(db, email);
  return { actor, action: await findAction(db.prisma, actionId, channelId, now) };
}

/** The person with this address. Throws Problem "forbidden" when nobody signs in with it. */
export async function mustKnow(db: Db, email: string | null): Promise<Actor> {
  const actor = email === null ? null : await findActorByEmail(db.prisma, email);
  if (actor) return actor;
  throw new Problem(
    "forbidden",
    `Nobody signs in to Sitroom as ${email ?? "you: the chat does not tell your address"}. Ask an administrator to invite you.`,
  );
}

/**
 * Does what a button of a card says, once. Returns a sentence for who pressed it. Throws Problem with the reason: an unknown
 * person or button, one that is used up or has expired, or whatever the verb refuses; a refused deed leaves the button to
 * those who may.
 */
export async function press(db: Db, input: Press, reason: string, now: number): Promise<string> {
  const { actor, action } = await lookUpPress(db, input, now);
  await claimAction(db.prisma, action.id, actor.name, now);
  try {
    return await does[action.deed]({ db, actor, now }, action, reason);
  } catch (error) {
    await releaseAction(db.prisma, action.id);
    throw error;
  }
}
