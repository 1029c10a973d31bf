"use client";
import { Check, ChevronDown } from "lucide-react";
import { Select as Radix } from "radix-ui";
import { cn } from "./cn";

type Option<T extends string> = { value: T; label: string; note?: string };
type Props<T extends string> = {
  label: string;
  value: T;
  options: readonly Option<T>[];
  onChange(value: NoInfer<T>): void;
  className?: string;
  id?: string;
  disabled?: boolean;
};

/** One choice of a short list. `label` names it for assistive technology. */
export function Select<T extends string>(p: Props<T>) {
  return (
    <Radix.Root
      value={p.value}
      onValueChange={(value) => p.onChange(value as T)}
      disabled={p.disabled ?? false}
    >
      <Radix.Trigger
        id={p.id}
        aria-label={p.label}
        className={cn(
          "inline-flex h-[30px] items-center gap-1.5 rounded-md border border-line-strong bg-surface px-2.5 hover:bg-hover disabled:opacity-50",
          p.className,
        )}
      >
        {/* The words are there from the first paint: Radix knows them only once the page is alive. */}
        <Radix.Value>{p.options.find((o) => o.value === p.value)?.label}</Radix.Value>
        <ChevronDown size={13} className="ml-auto text-muted" aria-hidden="true" />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          className="z-50 max-h-80 min-w-[var(--radix-select-trigger-width)] overflow-hidden rounded-lg border border-line-strong bg-raised p-1 shadow-float"
        >
          <Radix.Viewport>
            {p.options.map((o) => (
              <Radix.Item
                key={o.value}
                value={o.value}
                className="flex h-[30px] cursor-pointer items-center gap-2 rounded-md px-2 text-base outline-none data-[highlighted]:bg-hover"
              >
                <Radix.ItemText>{o.label}</Radix.ItemText>
                {o.note ? <span className="text-faint text-sm">{o.note}</span> : null}
                <Radix.ItemIndicator className="ml-auto">
                  <Check size={13} aria-hidden="true" />
                </Radix.ItemIndicator>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
