/**
 * How much noisier than usual each hour of the UTC day is: the mean |residual| of that hour in units of the series'
 * own, drawn towards 1 until the hour has been seen on several days, straight lines between the middles of hours.
 * Only noisier hours count (1 to 1.25): calm hours are not narrowed, and a daily incident cannot hide itself.
 */
export type HourlyNoise = { size: number[]; count: number[] };

const hourMs = 3_600_000;
const dayMs = 86_400_000;
/** Visits that the assumption "as everywhere" is worth */
const assumed = 3;
/** Weight of the newest visit to an hour */
const perVisit = 0.1;
/** One residual counts as three at most */
const most = 3;
const widest = 1.25;

export const newHourlyNoise = (): HourlyNoise => ({
  size: new Array<number>(24).fill(0),
  count: new Array<number>(24).fill(0),
});

const ofDay = (t: number): number => {
  const rest = t % dayMs;
  return (rest < 0 ? rest + dayMs : rest) / hourMs;
};

function ofHour(s: HourlyNoise, hour: number, perHour: number): number {
  const h = hour < 0 ? 23 : hour > 23 ? 0 : hour;
  const count = s.count[h] as number;
  const weight = assumed * Math.max(4, perHour);
  return (weight + count * (s.size[h] as number)) / (weight + count);
}

/** How much wider than usual ordinary is at time t, from 1 to 1.25. `everyMs` is the usual time between points. */
export function noiseAt(s: HourlyNoise, t: number, everyMs: number): number {
  const at = ofDay(t) - 0.5;
  const hour = Math.floor(at);
  const share = at - hour;
  const perHour = hourMs / Math.max(everyMs, 1);
  const factor = (1 - share) * ofHour(s, hour, perHour) + share * ofHour(s, hour + 1, perHour);
  return factor < 1 ? 1 : factor > widest ? widest : factor;
}

/** Learns the size of a residual, in units of the series' mean, at time t; it came dtMs after the one before. */
export function learnNoise(s: HourlyNoise, t: number, size: number, dtMs: number): void {
  const hour = Math.floor(ofDay(t));
  const count = s.count[hour] as number;
  const rate = Math.max(perVisit / Math.max(1, hourMs / dtMs), 1 / (count + 1));
  const known = s.size[hour] as number;
  s.size[hour] = known + rate * (Math.min(size, most) - known);
  s.count[hour] = Math.min(count + 1, 32_000);
}
