"use client";
import { Led } from "../ui/led";
import { useShell } from "./use-shell";

/** Whether automation may act. */
export function KillSwitch() {
  const automation = useShell().data?.automation;
  const paused = automation?.on ?? false;
  return (
    <span className="inline-flex h-[30px] items-center gap-1.5 rounded-md border border-line px-2 font-medium">
      <Led tone={paused ? "strong" : "good"} />
      {paused ? "Automation paused" : "Automation on"}
    </span>
  );
}
