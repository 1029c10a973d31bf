import { nextRandom, uniform } from "@/lib/math/random";

/** Seeded noise around zero with a standard deviation of one (Box and Muller 1958). */
function gaussian(seed: number): () => number {
  let state = seed;
  const random = () => {
    state = nextRandom(state);
    return uniform(state);
  };
  return () => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
}

/** By the minute: a day's wave and seeded noise. */
export function dailyWave(n: number): { times: Float64Array; values: Float64Array } {
  const noise = gaussian(1);
  const times = new Float64Array(n);
  const values = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    times[i] = Date.UTC(2026, 0, 5) + i * 60_000;
    values[i] = 100 + 40 * Math.sin((2 * Math.PI * i) / 1440) + 5 * noise();
  }
  return { times, values };
}
