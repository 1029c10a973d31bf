"use client";
import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { Button } from "./button";
import { cn } from "./cn";
import { useOpener } from "./use-opener";

type Props = {
  open: boolean;
  onOpenChange(open: boolean): void;
  title: ReactNode;
  side?: "left" | "right";
  className?: string;
  children: ReactNode;
};

/** A panel from the side: navigation on a phone, details of a node. */
export function Sheet({ open, onOpenChange, title, side = "right", className, children }: Props) {
  const opener = useOpener();
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <Radix.Content
          aria-describedby={undefined}
          {...opener}
          className={cn(
            "fixed inset-y-0 z-50 flex w-[min(400px,calc(100vw-40px))] flex-col overflow-y-auto border-line-strong bg-surface shadow-float",
            side === "left" ? "left-0 border-r" : "right-0 border-l",
            className,
          )}
        >
          <header className="flex h-12 shrink-0 items-center gap-3 border-line border-b px-4">
            <Radix.Title className="font-semibold text-md">{title}</Radix.Title>
            <Radix.Close asChild>
              <Button variant="ghost" size="icon" aria-label="Close" className="ml-auto">
                <X size={16} aria-hidden="true" />
              </Button>
            </Radix.Close>
          </header>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
