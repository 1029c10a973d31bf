"use client";
import { useState } from "react";
import { Field } from "../form/field";
import { useVerb } from "../query";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Input } from "../ui/input";
import { Led } from "../ui/led";
import { useMay, useShell } from "./use-shell";

/** Whether remedies may run, and the switch that stops them all. */
export function KillSwitch() {
  const automation = useShell().data?.automation;
  const may = useMay("approver");
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const pull = useVerb("kill-switch", {
    optimistic: (input, views) =>
      views.patch("shell", (data) => ({
        ...data,
        automation: { ...data.automation, on: input.on, by: data.you.name, at: data.at },
      })),
    says: ({ on }) => (on ? "Automation paused" : "Automation may act again"),
  });
  const paused = automation?.on ?? false;
  const words = paused ? "Automation paused" : "Automation on";
  return (
    <>
      <button
        type="button"
        onClick={() => setOpen(true)}
        aria-label={`${words}: kill switch`}
        className="inline-flex h-[30px] items-center gap-1.5 whitespace-nowrap rounded-md border border-line px-2 font-medium hover:bg-hover"
      >
        <Led tone={paused ? "strong" : "good"} />
        <span className="max-sm:hidden">{words}</span>
        <span className="sm:hidden">{paused ? "Paused" : "On"}</span>
      </button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={paused ? "Let automation act again" : "Pause automation"}
        says={
          paused
            ? `${automation?.by ?? "Somebody"} paused it: ${automation?.reason ?? ""}. Pending plans are checked anew before they can be approved.`
            : "The kill switch stops every remedy that has not been sent yet. Detection, diagnosis and proposals go on."
        }
        foot={
          may ? (
            <>
              <Button onClick={() => setOpen(false)}>Leave it</Button>
              <Button
                variant={paused ? "primary" : "danger"}
                disabled={reason.trim().length < 3 || pull.isPending}
                onClick={() => {
                  pull.mutate({ on: !paused, reason: reason.trim() });
                  setReason("");
                  setOpen(false);
                }}
              >
                {paused ? "Release" : "Pull the kill switch"}
              </Button>
            </>
          ) : null
        }
      >
        {may ? (
          <Field label="Reason" hint="At least three characters; everyone sees it.">
            <Input value={reason} maxLength={500} onChange={(e) => setReason(e.target.value)} />
          </Field>
        ) : (
          <p className="text-muted">Your role may look; an approver can use the switch.</p>
        )}
      </Dialog>
    </>
  );
}
