const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** After this long the season repeats exactly. */
export const seasonPeriodMs = 7 * dayMs;

/** Midnight UTC at the start of a Monday. */
const monday = Date.UTC(2026, 0, 5);

const wave = (position: number, period: number, peak: number) =>
  Math.cos((2 * Math.PI * (position - peak)) / period);

/**
 * How busy a shop is at time `t` (epoch ms, read in UTC), as a multiple of its mean rate: quiet at night, a first peak before noon, the
 * highest in the evening, busier towards the weekend. Smooth, between about 0.6 and 1.4, with mean 1 over a week.
 */
export function season(t: number): number {
  const hour = (((t % dayMs) + dayMs) % dayMs) / hourMs;
  const day = ((((t - monday) % seasonPeriodMs) + seasonPeriodMs) % seasonPeriodMs) / dayMs;
  const daily = 1 + 0.24 * wave(hour, 24, 18.5) + 0.08 * wave(hour, 12, 8.5);
  const weekly = 1 + 0.07 * wave(day, 7, 5.5);
  return daily * weekly;
}
