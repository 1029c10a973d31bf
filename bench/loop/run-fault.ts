import type { Db } from "@/lib/db/client";
import type { Actor } from "@/lib/people/model";
import { policyName } from "@/lib/remediate/autonomy-store";
import { approveRemedy } from "@/lib/remediate/verbs";
import { perform } from "@/lib/verb";
import type { Deployer, Fault } from "./deployer";
import { until } from "./until";
import { type Seen, watch } from "./watch";

/** One pass through the loop; times in ms, null for what did not happen. */
export type LoopRun = {
  fault: string;
  /** From the first bad request until an anomaly of the situation was there */
  detectMs: number | null;
  /** … until the suspect that ended up first was first */
  suspectMs: number | null;
  /** … until a remedy was proposed */
  proposalMs: number | null;
  /** From the approval until the situation was resolved */
  recoverMs: number | null;
  firstSuspect: string | null;
  proposed: string | null;
  resolution: string | null;
  /** Whose yes it was: a person's, the policy's without a hand, or nobody's */
  decidedBy: "person" | "policy" | null;
  /** Why it did not run by itself in mode "auto"; null when it did */
  held: string | null;
  /** The guilty change or instance first and its remedy proposed; or, where none is guilty, nothing proposed */
  right: boolean;
};

/** How long a proposal may take after the first bad request. */
const proposalPatienceMs = 180_000;
/** How long nothing may be proposed when no change is guilty. */
const silenceMs = 120_000;
const recoveryPatienceMs = 300_000;

/**
 * Causes a fault and follows what becomes of it. In mode "ask" the proposal is approved in the name of `approver` at once;
 * in mode "auto" nobody touches it, and recovery counts from the moment at which the policy said yes.
 */
export async function runFault(
  { db, deployer, approver }: { db: Db; deployer: Deployer; approver: Actor },
  fault: Fault,
  mode: "ask" | "auto",
): Promise<LoopRun> {
  const causedAt = Date.now();
  const look = watch(db, causedAt);
  await deployer.cause(fault.name);
  const find = async () => (await deployer.faults()).find((f) => f.name === fault.name);
  // Which instance it is, is known only now.
  const guilty = (await find())?.guilty ?? null;

  let firstBadAt = causedAt;
  let approvedAt: number | null = null;
  const proposal = await until(
    guilty === null ? silenceMs : proposalPatienceMs,
    async (): Promise<Seen | null> => {
      firstBadAt = (await find())?.firstBadAt ?? causedAt;
      const seen = await look();
      return seen.remedy && seen.firstSuspect ? seen : null;
    },
  );
  const known = proposal ?? (await look());

  let end: Seen | null = null;
  let last: Seen = known;
  if (known.remedy) {
    const { id: remedyId, planHash } = known.remedy;
    if (mode === "ask") {
      approvedAt = Date.now();
      await perform(
        approveRemedy,
        { db, actor: approver, now: approvedAt },
        { remedyId, planHash },
      );
    }
    end = await until(recoveryPatienceMs, async () => {
      const seen = await look();
      if (mode === "auto") approvedAt = seen.remedy?.decidedAt ?? null;
      last = seen;
      return seen.situation?.resolvedAt ? seen : null;
    });
  }

  const since = (at: number | null | undefined) =>
    at === null || at === undefined ? null : Math.max(0, at - firstBadAt);
  const resolvedAt = end?.situation?.resolvedAt ?? null;
  const suspect = known.firstSuspect;
  const decidedBy = last.remedy?.decidedBy ?? null;
  return {
    fault: fault.name,
    detectMs: since(known.detectedAt),
    suspectMs: since(suspect?.since),
    proposalMs: since(known.remedy?.proposedAt),
    recoverMs: resolvedAt && approvedAt ? resolvedAt - approvedAt : null,
    firstSuspect: suspect?.title ?? null,
    proposed: known.remedy?.target ?? null,
    resolution: end?.situation?.resolution ?? null,
    decidedBy: decidedBy === null ? null : decidedBy === policyName ? "policy" : "person",
    held: mode === "auto" && decidedBy !== policyName ? (last.remedy?.held ?? null) : null,
    right:
      guilty === null
        ? known.remedy === null
        : known.remedy?.target === guilty && suspect?.target === guilty,
  };
}
