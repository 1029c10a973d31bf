import { detectors } from "@/lib/detect/detectors";
import { newVerdict } from "@/lib/detect/model";
import { encodeState } from "@/lib/detect/state-codec";
import { cpuSeconds } from "./cpu";

export type FoldSpeed = { pointsPerSec: number; stateBytes: number };

/** The bare detector on one series: the median of five rounds of at most two seconds, after a warm-up of one; the state it ends with. */
export function measureFold(
  name: string,
  { times, values }: { times: Float64Array; values: Float64Array },
  settings: unknown = {},
): FoldSpeed {
  const detector = detectors[name];
  if (!detector) throw new Error(`There is no detector "${name}".`);
  const params = detector.params.parse(settings);
  const out = newVerdict();
  const state = detector.init(params);
  let at = 0;
  /** Goes on for so long, or so many points, and returns points a second. */
  const go = (mostMs: number, most: number): number => {
    const first = at;
    const last = Math.min(values.length, at + most);
    const started = performance.now();
    const took = cpuSeconds();
    while (at < last) {
      const until = Math.min(last, at + 1024);
      for (; at < until; at++)
        detector.step(state, times[at] as number, values[at] as number, params, out);
      if (performance.now() - started > mostMs) break;
    }
    return (at - first) / took();
  };
  const share = Math.floor(values.length / 6);
  go(1000, share);
  const rounds = Array.from({ length: 5 }, () => go(2000, share)).sort((a, b) => a - b);
  return { pointsPerSec: Math.round(rounds[2] ?? 0), stateBytes: encodeState(state).length };
}
