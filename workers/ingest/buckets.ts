import { TooMany } from "@/lib/problem";

const most = 20_000;

/**
 * Token buckets by name: `burst` at once, `perSecond` for long. In the process, since every request passes here and a counter shared by
 * all processes would cost more than what it guards; with n processes the limit is n times as high. Bounded in size.
 */
export function createBuckets({ perSecond, burst }: { perSecond: number; burst: number }) {
  const buckets = new Map<string, { tokens: number; at: number }>();
  const filled = (name: string, now: number) => {
    const known = buckets.get(name);
    const passed = known ? Math.max(0, now - known.at) / 1000 : 0;
    return known ? Math.min(burst, known.tokens + passed * perSecond) : burst;
  };
  return {
    /** Throws TooMany when there is none left; takes nothing. */
    check(name: string, now: number): void {
      const tokens = filled(name, now);
      if (tokens < 1) throw new TooMany("Too many requests.", ((1 - tokens) / perSecond) * 1000);
    },
    /** Takes one, if need be the last. */
    take(name: string, now: number): void {
      const tokens = Math.max(0, filled(name, now) - 1);
      buckets.delete(name);
      buckets.set(name, { tokens, at: now });
      const oldest = buckets.keys().next().value;
      if (buckets.size > most && oldest !== undefined) buckets.delete(oldest);
    },
  };
}
