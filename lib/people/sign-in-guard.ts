const freeTries = 5;
const firstWaitMs = 30_000;
const longestWaitMs = 15 * 60_000;
const forgetMs = 60 * 60_000;
const most = 10_000;

type Tries = { failures: number; until: number; lastAt: number };

/**
 * Slows down guessing: after five failures in a row for one name each further try must wait, 30 s at first and twice
 * as long each time, up to 15 min. Success or an hour of silence forgets. Kept in the process; bounded in size.
 */
export function createSignInGuard() {
  const byName = new Map<string, Tries>();
  return {
    /** Milliseconds to wait before this name may try again; 0 when it may now. */
    waitMs(name: string, now: number): number {
      const tries = byName.get(name);
      return tries ? Math.max(0, tries.until - now) : 0;
    },
    failed(name: string, now: number): void {
      const known = byName.get(name);
      const failures = known && now - known.lastAt < forgetMs ? known.failures + 1 : 1;
      const over = failures - freeTries;
      const wait = over < 0 ? 0 : Math.min(longestWaitMs, firstWaitMs * 2 ** over);
      byName.delete(name);
      byName.set(name, { failures, until: now + wait, lastAt: now });
      const oldest = byName.keys().next().value;
      if (byName.size > most && oldest !== undefined) byName.delete(oldest);
    },
    succeeded(name: string): void {
      byName.delete(name);
    },
  };
}
