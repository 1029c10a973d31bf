"use client";
import { useLiveState } from "../providers/live";
import { Led } from "../ui/led";
import { Tooltip } from "../ui/tooltip";
import { useTimeRange } from "./use-time-range";

/** Whether what is shown moves by itself. */
export function LiveBadge() {
  const state = useLiveState();
  const { live } = useTimeRange();
  const [tone, words, says] =
    state === "lost"
      ? (["weak", "Offline", "The live connection is lost; trying again every 2 s."] as const)
      : !live
        ? ([
            "off",
            "Fixed window",
            "Charts show a fixed window. Counters and lists stay live.",
          ] as const)
        : state === "waiting"
          ? (["off", "Connecting", "Opening the live connection."] as const)
          : (["good", "Live", "Updates arrive as they happen."] as const);
  return (
    <Tooltip says={says}>
      <button
        type="button"
        aria-label={`${words}: ${says}`}
        className="inline-flex h-[30px] min-w-[100px] items-center justify-center gap-1.5 whitespace-nowrap rounded-md border border-line px-2 text-muted max-lg:hidden"
      >
        <Led tone={tone} />
        {words}
      </button>
    </Tooltip>
  );
}
