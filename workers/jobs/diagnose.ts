import { z } from "zod";
import { addJobIn } from "@/lib/db/jobs";
import { activeRunbooks, shippedRunbooks } from "@/lib/diagnose/runbook-store";
import { diagnoseNow } from "@/lib/diagnose/store";
import { setStep } from "@/lib/situate/store";
import { defineJob } from "../job";

/** Evidence of a young situation changes every window; of an old one hardly. */
const paces = [
  { untilMs: 5 * 60_000, againMs: 10_000 },
  { untilMs: 30 * 60_000, againMs: 30_000 },
  { untilMs: Number.POSITIVE_INFINITY, againMs: 120_000 },
];
/** Without a guilty change that can be undone, the situation is said to be watched after this long. */
const undecidedMs = 30_000;

/**
 * Finds the cause of a situation, asks for a proposal, says what happens next, and asks for itself again as long as the
 * situation is open. While a remedy is under way the suspects stay as they are: they are what was decided on.
 */
export const diagnose = defineJob({
  name: "diagnose",
  payload: z.object({
    situationId: z.number().int(),
    /** A person asked: URLs are asked anew as well */
    again: z.boolean().default(false),
  }),
  async run({ db, log, now }, { situationId, again }) {
    const situation = await db.prisma.situation.findUnique({
      where: { id: situationId },
      select: { status: true, step: true, openedAt: true },
    });
    if (!situation || situation.status === "resolved") return;
    const age = now() - situation.openedAt.getTime();
    const underWay = situation.step === "executing" || situation.step === "verifying";
    const books = await activeRunbooks(db.prisma, await shippedRunbooks());
    const done = underWay ? null : await diagnoseNow(db, situationId, books, now(), { again });
    if (done) log.debug({ situation: situationId, verdict: done.verdict.says }, "diagnosed");
    await db.prisma.$transaction(async (tx) => {
      if (done) {
        const waiting = await tx.remedy.findFirst({
          where: { situationId, state: "proposed" },
          select: { id: true },
        });
        // The proposal that follows knows better whether it is blocked.
        if (waiting && situation.step !== "blocked") await setStep(tx, situationId, "decide");
        else if (!done.guilty && age >= undecidedMs) await setStep(tx, situationId, "watching");
        await addJobIn(tx, "propose", { situationId }, { key: `propose:${situationId}` });
      }
      const pace = paces.find((p) => age < p.untilMs);
      await addJobIn(
        tx,
        "diagnose",
        { situationId },
        { key: `diagnose:${situationId}`, runAt: now() + (pace?.againMs ?? 10_000) },
      );
    });
  },
});
