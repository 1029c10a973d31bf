/**
 * What a series usually is at a time: a slow level + a profile of the day (48 half hours, straight lines between their
 * middles) + what the hour of the week adds to it (168). All by the timestamp, so gaps and a changed interval between
 * points do no harm; every part moves at a rate per unit of time, not per point.
 */
export type CalendarLevel = {
  n: number;
  level: number;
  day: number[];
  dayCount: number[];
  week: number[];
  weekCount: number[];
  /** Running mean |error| without and with the week's part: the better one forecasts */
  dayError: number;
  weekError: number;
};

const dayMs = 86_400_000;
const halfHours = 48;
const slotMs = dayMs / halfHours;
const hourMs = 3_600_000;
/** 1970-01-01 was a Thursday; the week's table starts on Monday only for readers. */
const weekStart = 4 * dayMs;

/** How far the level moves towards a new value: e-fold in 500 points, but in no less than about 8 hours. */
const levelRate = (dtMs: number): number => Math.min(2e-3, (2e-3 * dtMs) / 60_000);

export const newCalendarLevel = (): CalendarLevel => ({
  n: 0,
  level: 0,
  day: new Array<number>(halfHours).fill(0),
  dayCount: new Array<number>(halfHours).fill(0),
  week: new Array<number>(168).fill(0),
  weekCount: new Array<number>(168).fill(0),
  dayError: 0,
  weekError: 0,
});

const positive = (t: number, period: number): number => {
  const rest = t % period;
  return rest < 0 ? rest + period : rest;
};

function ofDay(s: CalendarLevel, t: number): number {
  const at = positive(t, dayMs) / slotMs - 0.5;
  const low = Math.floor(at);
  const a = low < 0 ? halfHours - 1 : low;
  const b = low + 1 >= halfHours ? 0 : low + 1;
  const share = at - low;
  return (1 - share) * (s.day[a] as number) + share * (s.day[b] as number);
}

const hourOf = (t: number): number => Math.floor(positive(t - weekStart, 7 * dayMs) / hourMs);

/** The usual value at time t. */
export function usual(s: CalendarLevel, t: number): number {
  const day = s.level + ofDay(s, t);
  return s.weekError < 0.9 * s.dayError ? day + (s.week[hourOf(t)] as number) : day;
}

/**
 * Learns the value y of time t, which came dtMs after the one before. `limit` is the largest error it believes.
 */
export function learnUsual(
  s: CalendarLevel,
  t: number,
  y: number,
  dtMs: number,
  limit: number,
): void {
  s.n++;
  if (s.n === 1) {
    s.level = y;
    return;
  }
  const slot = Math.floor(positive(t, dayMs) / slotMs);
  const hour = hourOf(t);
  const day = s.level + ofDay(s, t);
  const e = s.n < 10 ? y - day : clip(y - day, limit);
  const w = s.n < 10 ? 0 : clip(y - day - (s.week[hour] as number), limit);
  const track = Math.max(0.002, 1 / s.n);
  s.dayError += track * (Math.abs(e) - s.dayError);
  s.weekError += track * (Math.abs(w) - s.weekError);
  s.level += Math.max(levelRate(dtMs), 1 / s.n) * e;

  // A slot's first visit counts half, later ones are averaged until a visit weighs a quarter.
  const perVisit = Math.max(1, slotMs / dtMs);
  const seen = s.dayCount[slot] as number;
  s.day[slot] = (s.day[slot] as number) + Math.max(0.25 / perVisit, 1 / (seen + 1 + perVisit)) * e;
  s.dayCount[slot] = Math.min(seen + 1, 32_000);
  // The hour of the week has to be seen twice before it says much.
  const perHour = Math.max(1, hourMs / dtMs);
  const known = s.weekCount[hour] as number;
  s.week[hour] =
    (s.week[hour] as number) + Math.max(0.2 / perHour, 1 / (known + 1 + 2 * perHour)) * w;
  s.weekCount[hour] = Math.min(known + 1, 32_000);
}

const clip = (x: number, limit: number): number => (x > limit ? limit : x < -limit ? -limit : x);
