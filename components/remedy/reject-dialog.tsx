"use client";
import { rejectLabels } from "@/lib/remediate/model";
import { ReasonDialog } from "../ui/reason-dialog";

const { other: _, ...usual } = rejectLabels;
const common = Object.values(usual);

/** Asks why a plan is refused; the reason teaches the next proposal and stands on the timeline. */
export function RejectDialog({
  title,
  onReject,
  ...rest
}: {
  open: boolean;
  onOpenChange(open: boolean): void;
  title: string;
  onReject(reason: string): void;
}) {
  return (
    <ReasonDialog
      {...rest}
      title="Reject this plan"
      says={title}
      common={common}
      keep="Keep it pending"
      go="Reject plan"
      onReason={onReject}
    />
  );
}
