/** Adjusted Rand index of two partitions of the same things (Hubert & Arabie, 1985): 1 equal, 0 as chance. */
export function adjustedRand(truth: readonly string[], found: readonly string[]): number {
  const pairs = (n: number) => (n * (n - 1)) / 2;
  const sum = (counts: Iterable<number>) => {
    let total = 0;
    for (const n of counts) total += pairs(n);
    return total;
  };
  const both = sum(count(truth.map((t, i) => `${t}\n${found[i]}`)).values());
  const a = sum(count(truth).values());
  const b = sum(count(found).values());
  const all = pairs(truth.length);
  if (all === 0) return 1;
  const chance = (a * b) / all;
  const most = (a + b) / 2;
  return most === chance ? 1 : (both - chance) / (most - chance);
}

/**
 * B-cubed precision, recall and F1 (Bagga & Baldwin, 1998): averaged over things, the share of a thing's group that is
 * of its class, and the share of its class that is in its group.
 */
export function bcubed(truth: readonly string[], found: readonly string[]) {
  const classes = count(truth);
  const groups = count(found);
  const both = count(truth.map((t, i) => `${t}\n${found[i]}`));
  let precision = 0;
  let recall = 0;
  truth.forEach((t, i) => {
    const n = both.get(`${t}\n${found[i]}`) ?? 0;
    precision += n / (groups.get(found[i] ?? "") ?? 1);
    recall += n / (classes.get(t) ?? 1);
  });
  precision /= Math.max(1, truth.length);
  recall /= Math.max(1, truth.length);
  return { precision, recall, f1: (2 * precision * recall) / Math.max(1e-12, precision + recall) };
}

function count(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const n of names) counts.set(n, (counts.get(n) ?? 0) + 1);
  return counts;
}
