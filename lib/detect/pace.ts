/** How often the points of a series come. */
export type Pace = {
  /** Epoch ms of the first and of the last point */
  first: number;
  last: number;
  /** Usual time between points, ms; 0 before the second one */
  every: number;
  odd: number;
};

export const newPace = (): Pace => ({ first: 0, last: 0, every: 0, odd: 0 });

/** The first point came. */
export function begin(p: Pace, t: number): void {
  p.first = t;
  p.last = t;
}

/**
 * Takes the time of the next point. Returns by how much points have started to come more often (three in a row at less
 * than half the usual interval), and 1 otherwise. `p.last` is still the point before.
 */
export function quicker(p: Pace, t: number): number {
  const dt = Math.max(t - p.last, 1);
  if (p.every === 0) p.every = dt;
  p.odd = dt < 0.5 * p.every ? p.odd + 1 : 0;
  if (p.odd < 3) {
    p.every += 0.02 * (Math.min(dt, 4 * p.every) - p.every);
    return 1;
  }
  const factor = p.every / dt;
  p.every = dt;
  p.odd = 0;
  return factor;
}

/** Time since the last point, ms; a silence counts as four usual intervals at most. */
export const since = (p: Pace, t: number): number => Math.min(Math.max(t - p.last, 1), 4 * p.every);
