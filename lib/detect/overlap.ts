type Run = { startedAt: number; endedAt: number | null };

const overlaps = (a: Run, b: Run) =>
  a.startedAt <= (b.endedAt ?? Number.POSITIVE_INFINITY) &&
  b.startedAt <= (a.endedAt ?? Number.POSITIVE_INFINITY);

/**
 * What one version raises against what another raises on the same points: a run is kept when the other has one at
 * the same time, else it is added or removed.
 */
export function diffRuns<A extends Run, B extends Run>(
  draft: readonly A[],
  live: readonly B[],
): { kept: A[]; added: A[]; removed: B[] } {
  return {
    kept: draft.filter((a) => live.some((b) => overlaps(a, b))),
    added: draft.filter((a) => !live.some((b) => overlaps(a, b))),
    removed: live.filter((b) => !draft.some((a) => overlaps(a, b))),
  };
}
