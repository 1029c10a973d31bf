import { openDb } from "@/lib/db/client";
import { readEnv } from "@/lib/env";
import type { Actor } from "@/lib/people/model";
import { Problem } from "@/lib/problem";
import { approveRemedy } from "@/lib/remediate/verbs";
import { perform } from "@/lib/verb";

/** Two people who say yes at the same moment to whatever waits, twice each; all but one are refused. */
const people: Actor[] = ["Ada", "Bo"].map((name) => ({
  kind: "user",
  id: name,
  name,
  role: "approver",
}));
const db = openDb(readEnv().DATABASE_URL, { max: 6, name: "crash approver" });
process.on("disconnect", () => process.exit(0));
process.send?.("ready");

for (;;) {
  const waiting = await db.prisma.remedy.findMany({ where: { state: "proposed" } });
  for (const { id, planHash } of waiting)
    await Promise.all(
      [...people, ...people].map(async (actor) => {
        try {
          await perform(approveRemedy, { db, actor, now: Date.now() }, { remedyId: id, planHash });
        } catch (error) {
          // Refused with a reason: that is what should happen to all but one.
          if (!(error instanceof Problem)) throw error;
        }
      }),
    );
  await new Promise((resolve) => setTimeout(resolve, 50));
}
