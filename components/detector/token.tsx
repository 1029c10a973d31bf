"use client";
import type { ReactNode } from "react";
import { Popover } from "../ui/popover";

/** A part of the sentence that opens what changes it. Without children, or read only, it is only said. */
export function Token({
  says,
  label,
  disabled,
  children,
}: {
  says: ReactNode;
  label: string;
  disabled: boolean;
  children: ReactNode;
}) {
  if (disabled)
    return (
      <span className="break-words rounded-xs bg-accent-soft px-1.5 py-0.5 font-medium text-ink">
        {says}
      </span>
    );
  return (
    <Popover
      align="start"
      label={label}
      className="w-[min(360px,calc(100vw-32px))]"
      trigger={
        <button
          type="button"
          aria-label={`${label}. Change`}
          className="inline max-w-full break-words rounded-xs bg-accent-soft px-1.5 py-0.5 text-left font-medium text-ink leading-[22px] shadow-[inset_0_-1px_0_var(--accent)] hover:brightness-110"
        >
          {says}
        </button>
      }
    >
      {children}
    </Popover>
  );
}
