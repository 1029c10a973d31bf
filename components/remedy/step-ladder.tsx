import { Check, X } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "../ui/cn";
import { ProgressRing } from "../ui/progress-ring";

export type LadderStep = {
  key: string;
  title: ReactNode;
  state: "waiting" | "current" | "running" | "done" | "failed";
  /** Right end: a time, a count, what is waited for */
  aside?: ReactNode;
  says?: ReactNode;
  /** Stands in the circle while it waits: the step's number */
  mark?: string;
};

function Mark({ state, mark }: { state: LadderStep["state"]; mark: string | undefined }) {
  const words = {
    waiting: "waiting",
    current: "next",
    running: "running",
    done: "done",
    failed: "failed",
  };
  return (
    <span
      className={cn(
        "z-10 grid size-4 place-items-center rounded-full border-[1.5px] bg-surface",
        state === "done" && "border-good text-good",
        state === "failed" && "border-strong-mark text-strong",
        state === "current" && "border-accent",
        state === "running" && "border-transparent text-accent",
        state === "waiting" && "border-line-strong",
      )}
    >
      <span className="sr-only">{words[state]}</span>
      {state === "done" ? <Check size={10} strokeWidth={3} aria-hidden="true" /> : null}
      {state === "failed" ? <X size={10} strokeWidth={3} aria-hidden="true" /> : null}
      {state === "running" ? <ProgressRing size={16} /> : null}
      {state === "waiting" && mark ? <span className="text-[9.5px]">{mark}</span> : null}
      {state === "current" ? <span className="size-1.5 rounded-full bg-accent" /> : null}
    </span>
  );
}

/** Steps in order on a line: done, current, to come. */
export function StepLadder({ steps, label }: { steps: readonly LadderStep[]; label: string }) {
  return (
    <ol aria-label={label} className="px-3.5 py-3">
      {steps.map((step, i) => (
        <li
          key={step.key}
          className={cn(
            "relative grid min-h-7 grid-cols-[16px_minmax(0,1fr)_auto] gap-x-2.5 pb-1.5 text-sm last:pb-0",
            i < steps.length - 1 &&
              "before:absolute before:top-4 before:bottom-[-2px] before:left-[7.5px] before:w-px before:bg-line-strong",
            step.state === "waiting" ? "text-muted" : "text-ink",
          )}
        >
          <Mark state={step.state} mark={step.mark} />
          <span className="min-w-0">
            {step.title}
            {step.says ? <span className="block text-muted">{step.says}</span> : null}
          </span>
          <span
            className={cn(
              "whitespace-nowrap text-right max-sm:max-w-32 max-sm:whitespace-normal",
              step.state === "current" ? "text-accent" : "text-muted",
            )}
          >
            {step.aside}
          </span>
        </li>
      ))}
    </ol>
  );
}
