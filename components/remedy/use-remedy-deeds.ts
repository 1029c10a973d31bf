"use client";
import { useVerb } from "../query";

/** Approve or reject a plan. Approval is for exactly the hash that was on screen. */
export function useRemedyDeeds() {
  const approve = useVerb("approve-remedy", { says: () => "Approved; the executor takes over" });
  const reject = useVerb("reject-remedy", { says: () => "Rejected" });
  return {
    approve: (remedy: { id: string; planHash: string }) =>
      approve.mutate({ remedyId: remedy.id, planHash: remedy.planHash }),
    reject: (remedy: { id: string }, reason: string) =>
      reject.mutate({ remedyId: remedy.id, reason }),
    busy: approve.isPending || reject.isPending,
  };
}
