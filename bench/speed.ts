// Points a second and bytes of state of every detector at its defaults, on one core.
//   npm run bench:speed -- [--detector NAME] [--points N] [--json]
import { parseArgs } from "node:util";
import { detectors } from "@/lib/detect/detectors";
import { newVerdict } from "@/lib/detect/model";
import { encodeState } from "@/lib/detect/state-codec";

const { values: options } = parseArgs({
  options: {
    detector: { type: "string" },
    points: { type: "string", default: "1000000" },
    json: { type: "boolean", default: false },
  },
});

/** Four weeks by the minute, over and over: a day's wave and seeded noise. */
function stream(n: number): { times: Float64Array; values: Float64Array } {
  const times = new Float64Array(n);
  const values = new Float64Array(n);
  let state = 1;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 4294967296;
  };
  for (let i = 0; i < n; i++) {
    times[i] = Date.UTC(2026, 0, 5) + i * 60_000;
    const noise = Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
    values[i] = 100 + 40 * Math.sin((2 * Math.PI * i) / 1440) + 5 * noise;
  }
  return { times, values };
}

/** The best of three runs of at most four seconds each, after a warm-up of one; the state is the one it ends with. */
function measure(name: string, times: Float64Array, values: Float64Array) {
  const detector = detectors[name];
  if (!detector) throw new Error(`There is no detector "${name}".`);
  const params = detector.params.parse({});
  const out = newVerdict();
  const state = detector.init(params);
  let at = 0;
  /** Goes on for so long, or to the end of the stream, and returns points a second. */
  const go = (mostMs: number, last: number): number => {
    const first = at;
    const started = performance.now();
    const before = process.cpuUsage();
    while (at < last) {
      const until = Math.min(last, at + 1024);
      for (; at < until; at++)
        detector.step(state, times[at] as number, values[at] as number, params, out);
      if (performance.now() - started > mostMs) break;
    }
    // Time of this process on a core: other work on the machine does not count
    const { user, system } = process.cpuUsage(before);
    return ((at - first) * 1e6) / (user + system);
  };
  const quarter = values.length >> 2;
  go(1000, quarter);
  let best = 0;
  for (let round = 1; round <= 3; round++) best = Math.max(best, go(4000, at + quarter));
  return { pointsPerSec: Math.round(best), stateBytes: encodeState(state).length };
}

const { times, values } = stream(Number(options.points));
const names = options.detector ? options.detector.split(",") : Object.keys(detectors);
const result = Object.fromEntries(names.map((name) => [name, measure(name, times, values)]));
if (options.json) console.log(JSON.stringify(result));
else
  for (const [name, { pointsPerSec, stateBytes }] of Object.entries(result))
    console.log(
      `${name.padEnd(20)} ${(pointsPerSec / 1e6).toFixed(3).padStart(9)} M points/s  ${String(stateBytes).padStart(9)} bytes`,
    );
