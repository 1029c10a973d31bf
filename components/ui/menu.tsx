"use client";
import { DropdownMenu as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { Kbd } from "./kbd";

/** A list of deeds behind a button. Fill with MenuItem, MenuLabel and MenuLine. */
export function Menu({
  trigger,
  align = "end",
  children,
}: {
  trigger: ReactNode;
  align?: "start" | "end";
  children: ReactNode;
}) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 max-h-96 min-w-48 overflow-y-auto rounded-lg border border-line-strong bg-raised p-1 shadow-float"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

type Item = {
  children: ReactNode;
  icon?: ReactNode;
  hint?: string;
  tone?: "ink" | "strong";
  disabled?: boolean;
  onSelect(): void;
};

export function MenuItem({ children, icon, hint, tone = "ink", disabled = false, onSelect }: Item) {
  return (
    <Radix.Item
      disabled={disabled}
      onSelect={onSelect}
      className={cn(
        "flex min-h-[30px] cursor-pointer items-center gap-2 rounded-md px-2 text-base outline-none data-[highlighted]:bg-hover data-[disabled]:opacity-50 max-md:min-h-11",
        tone === "strong" && "text-strong",
      )}
    >
      {icon}
      <span className="min-w-0 flex-1">{children}</span>
      {hint ? <Kbd className="text-faint">{hint}</Kbd> : null}
    </Radix.Item>
  );
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-2 py-1.5 text-faint text-sm">{children}</Radix.Label>;
}

export function MenuLine() {
  return <Radix.Separator className="my-1 h-px bg-line" />;
}
