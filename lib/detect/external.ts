import { z } from "zod";
import { clearVerdict } from "./classify";
import { defineDetector } from "./detector";
import { newVerdict, type Verdict } from "./model";

/**
 * A detector whose verdicts come from outside: a process of somebody's own pulls points and posts what it thinks of them.
 * It judges nothing itself, so it is in no registry; what counts and all that follows is as for any other.
 */
export const external = defineDetector({
  name: "external",
  title: "External",
  suits: "A detector of your own, in a process of your own.",
  params: z.object({}),
  init: () => ({}),
  step(_state, _t, _value, _params, out) {
    clearVerdict(out);
  },
});

/** What an outside process says of one point. */
export const postedVerdict = z.object({
  /** Id of the series, as it came with the point */
  series: z.number().int().positive(),
  /** The point's own time: ISO with zone, or epoch ms */
  time: z.union([z.iso.datetime({ offset: true }), z.number().int()]),
  level: z.enum(["NORMAL", "WEAK", "STRONG"]),
  /** −log10 of the probability of a deviation at least this large; by the level when absent */
  score: z.number().min(0).max(400).optional(),
  expected: z.number().optional(),
  lower: z.number().optional(),
  upper: z.number().optional(),
});
export type PostedVerdict = z.infer<typeof postedVerdict>;

export const postedVerdicts = z.object({ verdicts: z.array(postedVerdict).min(1).max(10_000) });

const usualScore = { NORMAL: 0, WEAK: 2, STRONG: 4 } as const;

/** A posted verdict as the runs know it. Its bounds count for the level it claims. */
export const verdictOf = ({ level, score, expected, lower, upper }: PostedVerdict): Verdict => ({
  ...newVerdict(),
  level,
  score: score ?? usualScore[level],
  expected: expected ?? Number.NaN,
  weakLower: lower ?? Number.NaN,
  weakUpper: upper ?? Number.NaN,
});

/** Where a reader stands in the stream: the next offset of each partition, as text. */
export const cursorText = (next: readonly number[]): string => next.join(".");

/** Null when it is no cursor of a stream with so many partitions. */
export function readCursor(text: string, partitions: number): number[] | null {
  const next = text.split(".").map(Number);
  return next.length === partitions && next.every((n) => Number.isSafeInteger(n) && n >= 0)
    ? next
    : null;
}
