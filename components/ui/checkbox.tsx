"use client";
import { Check, Minus } from "lucide-react";
import { Checkbox as Radix } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./cn";

/** 14 px box with a 24 px target. `checked="indeterminate"` shows a dash. */
export function Checkbox({ className, ...rest }: ComponentProps<typeof Radix.Root>) {
  return (
    <Radix.Root
      className={cn(
        "relative grid size-3.5 shrink-0 place-items-center rounded-xs border border-edge text-accent-ink after:absolute after:-inset-1.5 data-[state=checked]:border-accent data-[state=indeterminate]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:bg-accent",
        className,
      )}
      {...rest}
    >
      <Radix.Indicator>
        {rest.checked === "indeterminate" ? (
          <Minus size={10} strokeWidth={3} aria-hidden="true" />
        ) : (
          <Check size={10} strokeWidth={3} aria-hidden="true" />
        )}
      </Radix.Indicator>
    </Radix.Root>
  );
}
