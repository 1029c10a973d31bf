import { detectors } from "../detect/detectors";
import type { Level } from "../detect/model";
import { bandLevels, foldBand } from "../detect/preview";
import type { Points } from "../samples/store";

/** A point with what a detector said of it; null where it said nothing. */
export type JudgedPoint = {
  t: number;
  value: number | null;
  expected?: number | null;
  lower?: number | null;
  upper?: number | null;
  level?: Level;
};

const known = (v: number | undefined): number | null =>
  v !== undefined && Number.isFinite(v) ? v : null;

/** The points of [from, to] with the verdicts of a detector that has folded over all of `points`. */
export function judgePoints(
  points: Points,
  { algorithm, params }: { algorithm: string; params: Record<string, unknown> },
  { from, to }: { from: number; to: number },
): JudgedPoint[] {
  const band = algorithm in detectors ? foldBand({ algorithm, params }, points) : null;
  return points.times.flatMap((t, i): JudgedPoint[] => {
    if (t < from || t > to) return [];
    const value = points.values[i] ?? null;
    if (!band) return [{ t, value }];
    return [
      {
        t,
        value,
        expected: known(band.expected[i]),
        lower: known(band.lower[i]),
        upper: known(band.upper[i]),
        level: bandLevels[band.levels[i] ?? 0] ?? "UNKNOWN",
      },
    ];
  });
}
