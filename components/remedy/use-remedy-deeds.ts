"use client";
import { useVerb } from "../query";

/** Approve, reject or veto a plan. Approval is for exactly the hash that was on screen. */
export function useRemedyDeeds() {
  const approve = useVerb("approve-remedy", {
    says: ({ state }) =>
      state === "proposed"
        ? "Your yes is noted; a second person must say it too"
        : "Approved; the executor takes over",
  });
  const veto = useVerb("veto-remedy", { says: () => "Vetoed; it waits for a person" });
  const reject = useVerb("reject-remedy", { says: () => "Rejected" });
  return {
    approve: (remedy: { id: string; planHash: string }) =>
      approve.mutate({ remedyId: remedy.id, planHash: remedy.planHash }),
    reject: (remedy: { id: string }, reason: string) =>
      reject.mutate({ remedyId: remedy.id, reason }),
    veto: (remedy: { id: string }, reason: string) => veto.mutate({ remedyId: remedy.id, reason }),
    busy: veto.isPending || approve.isPending || reject.isPending,
  };
}
