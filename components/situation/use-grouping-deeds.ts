"use client";
import { toast } from "sonner";
import { useVerb } from "../query";

/** What a person says of grouping. Each is told with an Undo beside it. */
export function useGroupingDeeds() {
  const undo = useVerb("undo-grouping", { says: ({ says }) => says });
  const merge = useVerb("merge-situations");
  const split = useVerb("split-situation");
  const unlink = useVerb("unlink-anomalies");
  const confirm = useVerb("confirm-candidate");
  const discard = useVerb("discard-candidate");
  const tell =
    (id: number, then?: () => void) =>
    ({ says, labelId }: { says: string; labelId: string }) => {
      toast(says, {
        action: { label: "Undo", onClick: () => undo.mutate({ id, labelId }) },
        duration: 12_000,
      });
      then?.();
    };
  return {
    merge: (id: number, from: number[], then?: () => void) =>
      merge.mutate({ id, from }, { onSuccess: tell(id, then) }),
    split: (id: number, anomalyIds: string[], then?: () => void) =>
      split.mutate({ id, anomalyIds }, { onSuccess: tell(id, then) }),
    unlink: (id: number, anomalyIds: string[], then?: () => void) =>
      unlink.mutate({ id, anomalyIds }, { onSuccess: tell(id, then) }),
    confirm: (id: number) => confirm.mutate({ id }, { onSuccess: tell(id) }),
    discard: (id: number) => discard.mutate({ id }, { onSuccess: tell(id) }),
    undo: (id: number, labelId: string) => undo.mutate({ id, labelId }),
    busy: [undo, merge, split, unlink, confirm, discard].some((v) => v.isPending),
  };
}
