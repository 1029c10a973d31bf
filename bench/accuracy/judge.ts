import type { AnyDetector } from "@/lib/detect/detector";
import { type Level, newVerdict } from "@/lib/detect/model";

/** How many points an alert silences its successors that are not stronger: one rule for every detector. */
export const restPoints = 150;

/**
 * Runs a detector at its defaults over one series, strictly streaming: it sees one point after another and nothing
 * else of the file. A row whose time is not after the last one is not shown to it (score 0), as in the product.
 */
export function judge(detector: AnyDetector, times: readonly number[], values: readonly number[]) {
  const params = detector.params.parse({});
  const state = detector.init(params);
  const out = newVerdict();
  const scores = new Float64Array(times.length);
  const levels = new Array<Level>(times.length).fill("UNKNOWN");
  let last = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < times.length; i++) {
    const t = times[i] as number;
    if (!(t > last)) continue;
    last = t;
    detector.step(state, t, values[i] as number, params, out);
    scores[i] = out.level === "UNKNOWN" ? 0 : out.score;
    levels[i] = out.level;
  }
  return { scores, levels, state };
}

/** Keeps the scores that exceed all of the `rest` rows before them: the starts of alerts. The others become 0. */
export function onsets(scores: Float64Array, rest = restPoints): Float64Array {
  const kept = new Float64Array(scores.length);
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i] as number;
    let highest = 0;
    for (let j = Math.max(0, i - rest); j < i; j++)
      highest = Math.max(highest, scores[j] as number);
    if (score > highest) kept[i] = score;
  }
  return kept;
}
