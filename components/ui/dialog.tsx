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
  says?: ReactNode;
  /** Buttons, right aligned; the deed last */
  foot?: ReactNode;
  className?: string;
  children?: ReactNode;
};

/** A question that must be answered before going on. */
export function Dialog({ open, onOpenChange, title, says, foot, className, children }: Props) {
  const opener = useOpener();
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <Radix.Content
          className={cn(
            "fixed top-1/2 left-1/2 z-50 max-h-[calc(100dvh-32px)] w-[min(480px,calc(100vw-24px))] -translate-x-1/2 -translate-y-1/2 scroll-pt-14 scroll-pb-18 overflow-y-auto rounded-xl border border-line-strong bg-raised shadow-float",
            className,
          )}
          {...opener}
          {...(says ? {} : { "aria-describedby": undefined })}
        >
          <header className="sticky top-0 z-10 flex items-start gap-3 bg-raised px-5 pt-4 pb-1">
            <Radix.Title className="font-semibold text-lg">{title}</Radix.Title>
            <Radix.Close asChild>
              <Button variant="ghost" size="icon-sm" aria-label="Close" className="ml-auto">
                <X size={15} aria-hidden="true" />
              </Button>
            </Radix.Close>
          </header>
          {says ? (
            <Radix.Description className="px-5 text-base text-muted">{says}</Radix.Description>
          ) : null}
          <div className="px-5 pt-3 pb-4">{children}</div>
          {foot ? (
            <footer className="sticky bottom-0 z-10 flex flex-wrap justify-end gap-2 border-line border-t bg-raised px-5 py-3">
              {foot}
            </footer>
          ) : null}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
