import { z } from "zod";
import { readSetting } from "../people/setting-store";
import type { RemedyState } from "../remediate/model";
import { defineView } from "../view";
import { readRemedies, type ShownRemedy } from "./situation-remedies";

export const actionTabs = ["pending", "running", "verifying", "done"] as const;
export type ActionTab = (typeof actionTabs)[number];

const running: readonly RemedyState[] = ["approved", "executing"];

/** Where a remedy stands: to be decided, being executed, being verified, over. */
export function tabOf(
  remedy: Pick<ShownRemedy, "state" | "expiresAt"> & {
    verification: { outcome: string | null } | null;
  },
  now: number,
): ActionTab {
  if (remedy.state === "proposed") return remedy.expiresAt > now ? "pending" : "done";
  if (running.includes(remedy.state)) return "running";
  if (remedy.state === "executed" && remedy.verification?.outcome == null) return "verifying";
  return "done";
}

/** Every proposed, running and finished remedy, newest first. */
export const actions = defineView({
  input: z.object({}),
  async load({ db, now }) {
    const [remedies, { twoPersons }] = await Promise.all([
      readRemedies(db, { take: 200 }),
      readSetting(db.prisma, "remedy-limits"),
    ]);
    return {
      at: now,
      remedies: remedies.map((r) => ({
        ...r,
        tab: tabOf(r, now),
        /** How many people must say yes */
        yesNeeded: twoPersons.includes(r.plan.grade) || r.firstYes !== null ? 2 : 1,
      })),
    };
  },
});
