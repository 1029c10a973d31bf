import type { Tx } from "@/lib/db/client";
import { workerActor } from "@/lib/people/model";
import { readSetting } from "@/lib/people/setting-store";
import { autonomyOf, levelNow } from "./autonomy";
import { loadJudged } from "./autonomy-store";
import { levels } from "./model";
import { tell } from "./store";

/**
 * Tells the timeline when how a remedy turned out has moved how far its service's remedies may go: trust is earned and lost
 * where everybody sees it. Whoever calls has written the outcome, or the refusal, in the same transaction.
 */
export async function tellLevel(
  tx: Tx,
  row: { id: string; situationId: number; service: string },
  now: number,
): Promise<void> {
  const set = autonomyOf(await readSetting(tx, "autonomy"), row.service);
  const judged = await loadJudged(tx, row.service, now);
  const others = judged.filter((j) => j.remedyId !== row.id);
  // Our own lag is another matter and passes by itself.
  const before = levelNow(set, others, { brake: null }).level;
  const after = levelNow(set, judged, { brake: null });
  if (before === after.level) return;
  const fell = levels.indexOf(after.level) < levels.indexOf(before);
  await tell(tx, row, {
    at: now,
    kind: fell ? "autonomy-lost" : "autonomy-earned",
    says: `Autonomy of ${row.service} ${fell ? "fell" : "rose"} from “${before}” to “${after.level}”. ${after.says}`,
    actor: workerActor("remediate"),
    data: { service: row.service, before, after: after.level },
  });
}
