import { readFileSync } from "node:fs";
import type { Db } from "@/lib/db/client";

export type CrashResult = {
  /** Remedies that were approved */
  plans: number;
  /** Switches that the deployer made because of them */
  executions: number;
  /** Switches beyond the first of a plan */
  duplicates: number;
  /** Plans without an end that has a name, or executed and without a verdict */
  stuck: number;
  /** Entries that a plan's timeline lacks, has twice or has in the wrong order */
  timelineGaps: number;
};

type Event = { kind: string; at: Date; says: string };

/** The entries that belong to every executed remedy, once each and in this order; steps stand where they may. */
const story = [
  /^remedy-proposed$/,
  /^remedy-approved$/,
  /^remedy-executing$/,
  /^remedy-executed$/,
  /^verified-/,
] as const;

/** What the timeline of one plan lacks or has too much; `steps` are those of the deployer. */
export function gapsOf(events: readonly Event[], steps: readonly string[]): string[] {
  const gaps: string[] = [];
  const places = story.map((kind) => {
    const found = events.flatMap((e, i) => (kind.test(e.kind) ? [i] : []));
    if (found.length !== 1) gaps.push(`${found.length} × ${kind.source}`);
    return found[0] ?? -1;
  });
  if (places.some((place, i) => i > 0 && place <= (places[i - 1] ?? 0)))
    gaps.push(`out of order: ${events.map((e) => e.kind).join(", ")}`);
  const told = events.flatMap((e) => (e.kind === "remedy-step" ? [e.says] : []));
  if (told.join("|") !== steps.join("|"))
    gaps.push(`steps ${told.join(", ")} instead of ${steps.join(", ")}`);
  const first = events.findIndex((e) => e.kind === "remedy-step");
  const last = events.findLastIndex((e) => e.kind === "remedy-step");
  if (first >= 0 && (first < (places[2] ?? 0) || last > (places[3] ?? 0)))
    gaps.push("steps outside of the execution");
  // A refused click carries the moment of the click, and waits its turn to be written.
  const inTurn = events.filter((e) => !e.kind.endsWith("-refused"));
  if (inTurn.some((e, i) => i > 0 && e.at < (inTurn[i - 1]?.at ?? e.at)))
    gaps.push("time runs backwards");
  return gaps;
}

type Entry =
  | { kind: "command"; id: string; operation: string }
  | { kind: "step"; operation: string; says: string }
  | { kind: "switched"; cause?: string }
  | { kind: "ended" };

/** Compares what Sitroom says with what the deployer's journal says it did. */
export async function judgeCrashes(
  db: Db,
  journal: string,
  say: (line: string) => void,
): Promise<CrashResult> {
  const entries = readFileSync(journal, "utf8")
    .split("\n")
    .filter((line) => line.startsWith("{") && line.endsWith("}"))
    .map((line) => JSON.parse(line) as Entry);
  const remedies = await db.prisma.remedy.findMany({
    where: { decidedAt: { not: null } },
    include: { verification: true },
    orderBy: { proposedAt: "asc" },
  });
  const result = {
    plans: remedies.length,
    executions: 0,
    duplicates: 0,
    stuck: 0,
    timelineGaps: 0,
  };
  for (const remedy of remedies) {
    const done = entries.filter(
      (e) => e.kind === "switched" && e.cause === remedy.idempotencyKey,
    ).length;
    const command = entries.find((e) => e.kind === "command" && e.id === remedy.idempotencyKey);
    const steps = entries.flatMap((e) =>
      e.kind === "step" && command?.kind === "command" && e.operation === command.operation
        ? [e.says]
        : [],
    );
    const events = await db.prisma.timelineEvent.findMany({
      where: { situationId: remedy.situationId },
      orderBy: { id: "asc" },
    });
    const gaps = gapsOf(events, steps);
    const ended =
      remedy.state === "executed"
        ? remedy.verification?.endedAt != null
        : ["failed", "void"].includes(remedy.state);
    result.executions += done;
    result.duplicates += Math.max(0, done - 1);
    if (!ended) result.stuck++;
    result.timelineGaps += gaps.length;
    if (!ended || done !== 1 || gaps.length > 0)
      say(
        `situation ${remedy.situationId}: ${remedy.state}${remedy.reason ? ` (${remedy.reason})` : ""}, ${done} executions; ${gaps.join("; ")}`,
      );
  }
  return result;
}
