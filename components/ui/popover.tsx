"use client";
import { Popover as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./cn";

type Props = {
  trigger: ReactNode;
  label: string;
  align?: "start" | "center" | "end";
  className?: string;
  open?: boolean;
  onOpenChange?(open: boolean): void;
  children: ReactNode;
};

/** A floating panel hung on a button. */
export function Popover({ trigger, label, align = "end", className, children, ...state }: Props) {
  return (
    <Radix.Root {...state}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className={cn(
            "z-50 rounded-lg border border-line-strong bg-raised p-3 shadow-float",
            className,
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
