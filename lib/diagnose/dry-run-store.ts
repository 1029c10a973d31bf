import type { Db } from "@/lib/db/client";
import { Problem } from "@/lib/problem";
import { askHttp, readReach } from "./http-step-store";
import { runPlan, type Timed } from "./run-plan";
import { applies, stepKey } from "./runbook";
import { firstProblem, readRunbookText } from "./runbook-text";
import { fetcher, loadScene } from "./scene-store";

/** Diagnosis has most to go on this long after a situation opened. */
const seenMs = 10 * 60_000;

/**
 * Runs every step of a text over a situation as it was some minutes after opening, and stores nothing; URLs are asked now.
 * Null when the situation is not there. Throws Problem "bad-input" with line and column.
 */
export async function tryRunbook(
  db: Db,
  { text, situationId, now }: { text: string; situationId: number; now: number },
): Promise<{ applies: boolean; at: number; findings: Timed[] } | null> {
  const read = readRunbookText(text);
  if (!read.runbook) throw new Problem("bad-input", firstProblem(read.problems), read.problems);
  const book = read.runbook;
  const situation = await db.prisma.situation.findUnique({
    where: { id: situationId },
    select: { openedAt: true, resolvedAt: true },
  });
  if (!situation) return null;
  const at = Math.min(
    now,
    situation.resolvedAt?.getTime() ?? now,
    situation.openedAt.getTime() + seenMs,
  );
  const scene = await loadScene(db, situationId, at);
  if (!scene) return null;
  const reach = await readReach(db.prisma);
  const plan = book.checks.map((step) => ({ key: stepKey(book, step), step, runbook: book }));
  const findings = await runPlan(plan, scene, {
    fetch: fetcher(db, scene),
    ask: (step, more) => askHttp(step, scene, reach, more),
    clock: () => performance.now(),
  });
  return { applies: applies(book, scene), at, findings };
}
