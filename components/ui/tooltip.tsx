"use client";
import { Tooltip as Radix } from "radix-ui";
import type { ReactNode } from "react";

/** A few words on hover or focus. The child must be focusable or the words must be said elsewhere too. */
export function Tooltip({
  says,
  side = "bottom",
  children,
}: {
  says: ReactNode;
  side?: "top" | "bottom" | "left" | "right";
  children: ReactNode;
}) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 max-w-72 rounded-md border border-line-strong bg-raised px-2 py-1 text-ink text-sm shadow-float"
        >
          {says}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
