import { cn } from "./cn";

const initials = (name: string) =>
  name
    .split(/[\s@._-]+/)
    .filter(Boolean)
    .slice(0, 2)
    .map((w) => w[0]?.toUpperCase())
    .join("");

/** Who: initials in a circle, or a dashed circle for nobody. */
export function Avatar({ name, size = "sm" }: { name: string | null; size?: "sm" | "md" }) {
  return (
    <span
      role="img"
      aria-label={name ?? "Nobody"}
      title={name ?? "Nobody yet"}
      className={cn(
        "grid shrink-0 place-items-center rounded-full font-semibold",
        size === "sm" ? "size-5 text-[9.5px]" : "size-6 text-[10px]",
        name
          ? "bg-hover text-muted shadow-[inset_0_0_0_1px_var(--border-strong)]"
          : "border border-edge border-dashed text-faint",
      )}
    >
      {name ? initials(name) : "–"}
    </span>
  );
}
