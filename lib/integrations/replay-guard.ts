/** Remembers message ids for a while, so that a repeated delivery is recognised. Bounded; the oldest go first. */
export function createReplayGuard({ keepMs, most = 50_000 }: { keepMs: number; most?: number }) {
  const seen = new Map<string, number>();
  return {
    has(id: string, now: number): boolean {
      const at = seen.get(id);
      return at !== undefined && now - at < keepMs;
    },
    /** Call after the message was taken in, so that a failed one may be sent again. */
    add(id: string, now: number): void {
      seen.delete(id);
      seen.set(id, now);
      for (const [old, at] of seen) {
        if (seen.size <= most && now - at < keepMs) break;
        seen.delete(old);
      }
    },
  };
}
