import { Check, Lock } from "lucide-react";
import type { NextStep } from "@/lib/views/next-step";
import { Chip } from "../ui/chip";
import { ProgressRing } from "../ui/progress-ring";

/** What happens next: accent = you must act, ring = running, amber with a lock = blocked, green with a tick = done. */
export function NextStepChip({ next }: { next: NextStep }) {
  switch (next.tone) {
    case "act":
      return <Chip tone="accent">{next.says}</Chip>;
    case "running":
      return (
        <Chip tone="ink">
          <ProgressRing />
          <span className="truncate leading-[18px]">{next.says}</span>
        </Chip>
      );
    case "blocked":
      return (
        <Chip tone="weak">
          <Lock size={11} strokeWidth={2} aria-hidden="true" />
          <span className="truncate leading-[18px]">{next.says}</span>
        </Chip>
      );
    case "done":
      return (
        <Chip tone="good">
          <Check size={12} strokeWidth={2.25} aria-hidden="true" />
          <span className="truncate leading-[18px]">{next.says}</span>
        </Chip>
      );
    case "quiet":
      return <Chip>{next.says}</Chip>;
  }
}
