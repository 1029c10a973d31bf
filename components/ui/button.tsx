import { cva, type VariantProps } from "class-variance-authority";
import { Slot } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./cn";

const button = cva(
  "inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md border font-medium transition-colors disabled:cursor-not-allowed disabled:opacity-50 [&_svg]:shrink-0",
  {
    variants: {
      variant: {
        default:
          "border-line-strong bg-raised text-ink hover:bg-hover aria-pressed:border-accent aria-pressed:text-accent",
        primary: "border-accent bg-accent text-accent-ink hover:brightness-110",
        danger: "border-line-strong bg-raised text-strong hover:bg-strong-soft",
        good: "border-line-strong bg-raised text-good hover:bg-good-soft",
        ghost: "border-transparent bg-transparent text-muted hover:bg-hover hover:text-ink",
      },
      size: {
        sm: "h-[26px] px-2 text-sm",
        md: "h-[30px] px-2.5 text-base",
        lg: "h-[34px] px-3 text-base",
        phone: "h-12 px-4 text-lg",
        icon: "size-[30px] p-0",
        "icon-sm": "size-6 p-0",
      },
    },
    defaultVariants: { variant: "default", size: "md" },
  },
);

type Props = ComponentProps<"button"> & VariantProps<typeof button> & { asChild?: boolean };

/** Every button and button-like link. One `primary` a screen. */
export function Button({ className, variant, size, asChild, type, ...rest }: Props) {
  const Tag = asChild ? Slot.Root : "button";
  return (
    <Tag
      className={cn(button({ variant, size }), className)}
      {...(asChild ? {} : { type: type ?? "button" })}
      {...rest}
    />
  );
}
