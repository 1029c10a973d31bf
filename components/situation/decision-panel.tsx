"use client";
import type { ViewOutput } from "../query";
import { ExecutionCard } from "../remedy/execution-card";
import { LikelyCause } from "../remedy/likely-cause";
import { SeenBefore } from "../remedy/seen-before";
import { SuggestedRemedy } from "../remedy/suggested-remedy";
import { VerificationCard } from "../remedy/verification-card";
import { VerificationSignals } from "../remedy/verification-signals";

/** What to decide, and how it goes: cause, remedy, execution, verification, earlier cases. */
export function DecisionPanel({ situation }: { situation: ViewOutput<"situation"> }) {
  const [remedy, ...older] = situation.remedies;
  return (
    <div className="grid gap-3">
      <LikelyCause situation={situation} />
      {remedy ? (
        <>
          <SuggestedRemedy remedy={remedy} />
          <ExecutionCard remedy={remedy} />
          <VerificationCard
            remedy={remedy}
            signals={
              remedy.executedAt === null ? null : (
                <VerificationSignals situation={situation} executedAt={remedy.executedAt} />
              )
            }
          />
        </>
      ) : null}
      {older.map((r) => (r.verification ? <VerificationCard key={r.id} remedy={r} /> : null))}
      <SeenBefore before={situation.before} />
    </div>
  );
}
