"use client";
import { CircleAlert, CircleCheck, CircleDashed, CircleX, Hourglass } from "lucide-react";
import { formatSpan } from "@/lib/series/format-span";
import { useNow } from "../providers/clock";
import type { ViewOutput } from "../query";
import { cn } from "../ui/cn";
import { formatCount } from "../ui/format";
import { ProgressRing } from "../ui/progress-ring";

type Summary = ViewOutput<"detector">["readiness"];

const shapes = {
  none: { Icon: CircleDashed, tone: "text-faint", word: "No series" },
  waiting: { Icon: Hourglass, tone: "text-muted", word: "Waiting" },
  learning: { Icon: CircleDashed, tone: "text-accent", word: "Learning" },
  ready: { Icon: CircleCheck, tone: "text-good", word: "Ready" },
  degraded: { Icon: CircleAlert, tone: "text-weak", word: "Degraded" },
  failed: { Icon: CircleX, tone: "text-strong", word: "Failed" },
} as const;

/** One word, a shape and a colour; how far while it learns, how many where only some are not well. */
export function ReadinessChip({ summary }: { summary: Summary }) {
  const { state, counts, total, share, etaAt, why } = summary;
  const { Icon, tone, word } = shapes[state];
  const some =
    state === "degraded" && counts.degraded < total
      ? ` ${formatCount(counts.degraded)} of ${formatCount(total)}`
      : "";
  return (
    <span
      className="inline-flex min-w-0 max-w-full items-center gap-1.5 align-middle"
      title={why ?? undefined}
    >
      <span className={cn("inline-flex shrink-0", tone)}>
        {state === "learning" ? (
          <ProgressRing share={share} />
        ) : (
          <Icon size={13} aria-hidden="true" />
        )}
      </span>
      <span className="truncate">
        {word}
        {some}
        {state === "learning" ? (
          <span className="text-muted">
            {" "}
            {Math.round(share * 100)} %
            {etaAt !== null ? (
              <>
                , <Eta at={etaAt} />
              </>
            ) : null}
          </span>
        ) : null}
      </span>
    </span>
  );
}

/** How long until a moment that is only roughly known. */
export function Eta({ at }: { at: number }) {
  const now = useNow(10_000);
  return <>{at <= now ? "soon" : `≈ ${formatSpan(at - now)} left`}</>;
}
