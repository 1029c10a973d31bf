import type { ComponentProps } from "react";
import { cn } from "./cn";

const look =
  "w-full rounded-md border border-line-strong bg-surface px-2.5 text-ink placeholder:text-faint disabled:opacity-50 aria-invalid:border-strong max-md:text-lg";

export function Input({ className, ...rest }: ComponentProps<"input">) {
  return <input className={cn(look, "h-[34px]", className)} {...rest} />;
}

export function Textarea({ className, ...rest }: ComponentProps<"textarea">) {
  return <textarea className={cn(look, "min-h-20 py-2", className)} {...rest} />;
}
