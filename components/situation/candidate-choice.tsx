"use client";
import { Check } from "lucide-react";
import { Button } from "../ui/button";
import { useGroupingDeeds } from "./use-grouping-deeds";

/** Says of a candidate whether it is a situation: confirming opens it and calls people, discarding teaches. */
export function CandidateChoice({ id, name }: { id: number; name: string }) {
  const deeds = useGroupingDeeds();
  return (
    <span className="relative z-10 flex gap-1">
      <Button
        size="sm"
        variant="good"
        className="max-md:h-10"
        disabled={deeds.busy}
        aria-label={`Confirm ${name}`}
        title="It is a situation: open it and let signals like these open one sooner"
        onClick={() => deeds.confirm(id)}
      >
        <Check size={13} aria-hidden="true" /> Confirm
      </Button>
      <Button
        size="sm"
        variant="ghost"
        className="max-md:h-10"
        disabled={deeds.busy}
        aria-label={`Discard ${name}`}
        title="It is nothing: let signals like these count for less"
        onClick={() => deeds.discard(id)}
      >
        Discard
      </Button>
    </span>
  );
}
