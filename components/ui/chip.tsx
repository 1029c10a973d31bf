import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";
import { cn } from "./cn";

const chip = cva(
  "inline-flex h-5 min-w-0 max-w-full items-center gap-1.5 whitespace-nowrap rounded-sm px-[7px] text-sm leading-none [&_svg]:shrink-0",
  {
    variants: {
      tone: {
        outline: "text-muted shadow-[inset_0_0_0_1px_var(--border)]",
        ink: "text-ink shadow-[inset_0_0_0_1px_var(--border)]",
        accent: "bg-accent-soft font-medium text-accent",
        strong: "bg-strong-soft font-medium text-strong",
        weak: "bg-weak-soft font-medium text-weak",
        good: "bg-good-soft font-medium text-good",
        change: "bg-change-soft font-medium text-change",
      },
    },
    defaultVariants: { tone: "outline" },
  },
);

export type ChipTone = NonNullable<VariantProps<typeof chip>["tone"]>;

/** 20 px label: outline = a fact, ink = evidence, soft tint = a state. */
export function Chip({
  className,
  tone,
  children,
  ...rest
}: ComponentProps<"span"> & { tone?: ChipTone }) {
  return (
    <span className={cn(chip({ tone }), className)} {...rest}>
      {typeof children === "string" ? (
        <span className="overflow-hidden text-ellipsis leading-[18px]">{children}</span>
      ) : (
        children
      )}
    </span>
  );
}
