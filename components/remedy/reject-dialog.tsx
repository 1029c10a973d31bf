"use client";
import { ReasonDialog } from "../ui/reason-dialog";

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
      common={["Not the cause", "Fixing forward instead", "Wrong moment", "Too risky now"]}
      keep="Keep it pending"
      go="Reject plan"
      onReason={onReject}
    />
  );
}
