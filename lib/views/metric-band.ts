import { run } from "../detect/detector";
import { detectors } from "../detect/detectors";
import type { Level } from "../detect/model";
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

const known = (v: number): number | null => (Number.isFinite(v) ? v : null);

/** The points of [from, to] with the verdicts of a detector that has folded over all of `points`. */
export function judgePoints(
  points: Points,
  { algorithm, params }: { algorithm: string; params: Record<string, unknown> },
  { from, to }: { from: number; to: number },
): JudgedPoint[] {
  const detector = detectors[algorithm];
  const verdicts = detector ? run(detector, params, points.times, points.values).verdicts : [];
  return points.times.flatMap((t, i): JudgedPoint[] => {
    if (t < from || t > to) return [];
    const value = points.values[i] ?? null;
    const v = verdicts[i];
    if (!v) return [{ t, value }];
    return [
      {
        t,
        value,
        expected: known(v.expected),
        lower: known(v.weakLower),
        upper: known(v.weakUpper),
        level: v.level,
      },
    ];
  });
}
