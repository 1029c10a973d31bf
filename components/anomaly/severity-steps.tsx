"use client";
import { Slider } from "radix-ui";
import type { SeverityStep } from "@/lib/detect/model";
import { cn } from "../ui/cn";

export const severityTones: Record<SeverityStep, string> = {
  1: "bg-weak-mark/35",
  2: "bg-weak-mark/65",
  3: "bg-weak-mark",
  4: "bg-strong-mark/70",
  5: "bg-strong-mark",
};

const words: Record<SeverityStep, string> = {
  1: "All",
  2: "WEAK from 3.0",
  3: "WEAK from 4.0",
  4: "STRONG",
  5: "STRONG from 5.0",
};
const steps = [1, 2, 3, 4, 5] as const;

/** From how bad on anomalies are shown: the scale of the lanes as a slider. What is below the thumb is pale. */
export function SeveritySteps({
  value,
  onChange,
}: {
  value: SeverityStep;
  onChange(value: SeverityStep): void;
}) {
  return (
    <div className="flex h-[30px] items-center gap-2.5 rounded-md border border-line bg-bg px-2.5 max-md:h-10">
      <span aria-hidden="true" className="text-muted text-sm">
        Severity
      </span>
      <Slider.Root
        min={1}
        max={5}
        step={1}
        value={[value]}
        onValueChange={([v]) => onChange(steps.find((s) => s === v) ?? 1)}
        className="relative flex h-6 w-[104px] touch-none select-none items-center max-md:h-10"
      >
        <Slider.Track className="relative flex h-2 flex-1 gap-px">
          {steps.map((step) => (
            <span
              key={step}
              aria-hidden="true"
              className={cn(
                "flex-1 first:rounded-l-full last:rounded-r-full",
                severityTones[step],
                step < value && "opacity-30",
              )}
            />
          ))}
        </Slider.Track>
        <Slider.Thumb
          aria-label="Severity from"
          aria-valuetext={words[value]}
          className="block size-3.5 rounded-full border-2 border-bg bg-ink shadow-[0_0_0_1px_var(--edge)] hover:scale-110"
        />
      </Slider.Root>
      <span aria-hidden="true" className="w-[106px] whitespace-nowrap text-sm">
        {words[value]}
      </span>
    </div>
  );
}
