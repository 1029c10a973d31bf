import { cn } from "./cn";

const tones = {
  good: "bg-good",
  strong: "bg-strong-mark",
  weak: "bg-weak-mark",
  accent: "bg-accent",
  off: "shadow-[inset_0_0_0_1.5px_var(--edge)]",
} as const;

/** 7 px state dot; always beside words that say the same. */
export function Led({ tone, className }: { tone: keyof typeof tones; className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={cn("inline-block size-[7px] shrink-0 rounded-full", tones[tone], className)}
    />
  );
}
