import { isErrorSignal } from "./error-signal";
import { holdsAt, type MaintenanceWindow } from "./maintenance";
import type { Counts, Level } from "./model";
import type { KnownChange } from "./tuning";

/** What goes on around a series: the changes of its service, oldest first, and the windows whose scope it is in. */
export type Around = {
  changes: readonly KnownChange[];
  windows: readonly MaintenanceWindow[];
};

export const newAround = (): Around => ({ changes: [], windows: [] });

/**
 * Why an anomalous point is recorded but pages nobody, or null: planned work, or the warm-up after a change of its service.
 * STRONG errors are never excused by a warm-up, and by a window only when it says so.
 */
export function excuseFor(
  { changes, windows }: Around,
  { afterChange }: Pick<Counts, "afterChange">,
  metric: string,
  t: number,
  level: Level,
): string | null {
  const grave = level === "STRONG" && isErrorSignal(metric);
  for (const w of windows)
    if (!(grave && w.pageStrongErrors) && holdsAt(w, t))
      return `Maintenance: ${w.name}${w.reason ? ` (${w.reason})` : ""}`;
  if (!afterChange || grave) return null;
  const { kinds, minutes } = afterChange;
  for (let i = changes.length - 1; i >= 0; i--) {
    const { kind, at } = changes[i] as KnownChange;
    if (t >= at && t <= at + minutes * 60_000 && kinds.some((k) => k === kind))
      return `Warm-up: within ${minutes} min after a ${kind === "deploy" ? "deploy" : `${kind} change`}`;
  }
  return null;
}
