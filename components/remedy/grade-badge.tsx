import { cn } from "../ui/cn";

const tones = {
  A: "bg-good-soft text-good",
  B: "bg-weak-soft text-weak",
  C: "bg-strong-soft text-strong",
} as const;

/** How safely a remedy can itself be undone: A best. */
export function GradeBadge({ grade }: { grade: "A" | "B" | "C" }) {
  return (
    <span
      title={`Reversibility grade ${grade}`}
      className={cn(
        "grid size-5 shrink-0 place-items-center rounded-sm font-semibold text-sm",
        tones[grade],
      )}
    >
      {grade}
    </span>
  );
}
