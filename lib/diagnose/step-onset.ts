import { quantile } from "@/lib/math/quantile";

/** A series that stays this many spreads away from where it began has left. */
const far = 6;
/** It stays away when this many points in a row do. */
const stays = 3;

/**
 * When a series left the level of its first quarter for good, in the time of its points, or null when it did not. The spread
 * is the interquartile range of that quarter, at least a twentieth of its median.
 */
export function stepOnset(points: readonly (readonly [number, number])[]): number | null {
  const head = points.slice(0, Math.floor(points.length / 4)).map(([, v]) => v);
  if (head.length < 4) return null;
  const median = quantile(head, 0.5);
  const iqr = quantile(head, 0.75) - quantile(head, 0.25);
  const spread = Math.max(iqr, Math.abs(median) / 20, 1e-9);
  for (let i = head.length; i + stays <= points.length; i++)
    if (points.slice(i, i + stays).every(([, v]) => Math.abs(v - median) > far * spread))
      return points[i]?.[0] ?? null;
  return null;
}
