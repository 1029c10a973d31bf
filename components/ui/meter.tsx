import { cn } from "./cn";

const tones = {
  ink: "bg-series",
  strong: "bg-strong-mark",
  weak: "bg-weak-mark",
  faint: "bg-faint",
  accent: "bg-accent",
} as const;

/** A 4 px bar for a share of 0–1; the number itself stands beside it. */
export function Meter({
  share,
  tone = "ink",
  className,
}: {
  share: number;
  tone?: keyof typeof tones;
  className?: string;
}) {
  return (
    <span
      aria-hidden="true"
      className={cn("block h-1 overflow-hidden rounded-full bg-line", className)}
    >
      <span
        className={cn("block h-full rounded-full", tones[tone])}
        style={{ width: `${Math.min(100, Math.max(2, share * 100))}%` }}
      />
    </span>
  );
}
