import type { ReactNode } from "react";
import { cn } from "./cn";

export type StatTile = {
  label: string;
  value: ReactNode;
  /** Faint words after the number */
  unit?: string;
  tone?: "ink" | "accent" | "strong" | "good";
  /** Makes the tile a filter */
  onPress?(): void;
  pressed?: boolean;
  hint?: string;
};

const tones = { ink: "text-ink", accent: "text-accent", strong: "text-strong", good: "text-good" };

/** A strip of numbers; each may be a filter. */
export function StatTiles({
  tiles,
  className,
}: {
  tiles: readonly StatTile[];
  className?: string;
}) {
  return (
    <dl
      className={cn(
        "grid grid-cols-2 gap-px overflow-hidden rounded-lg border border-line bg-line sm:grid-cols-3 lg:auto-cols-fr lg:grid-flow-col lg:grid-cols-none",
        className,
      )}
    >
      {tiles.map((tile) => (
        <div
          key={tile.label}
          title={tile.hint}
          className={cn(
            "relative min-w-0 bg-surface px-3.5 pt-2 pb-2.5",
            tile.onPress && "hover:bg-hover",
            tile.pressed &&
              "after:absolute after:inset-x-3.5 after:bottom-0 after:h-0.5 after:bg-accent",
          )}
        >
          <dt className="truncate text-muted text-sm">
            {tile.onPress ? (
              <button
                type="button"
                aria-pressed={tile.pressed ?? false}
                onClick={tile.onPress}
                className="-outline-offset-2 after:absolute after:inset-0"
              >
                {tile.label}
              </button>
            ) : (
              tile.label
            )}
          </dt>
          <dd
            className={cn(
              "whitespace-nowrap font-semibold text-xl tracking-tight",
              tones[tile.tone ?? "ink"],
            )}
          >
            {tile.value}
            {tile.unit ? (
              <span className="ml-1 font-normal text-muted text-sm tracking-normal">
                {tile.unit}
              </span>
            ) : null}
          </dd>
        </div>
      ))}
    </dl>
  );
}
