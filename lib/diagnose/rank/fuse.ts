import type { Ranker, RankView } from "./ranker";

/** One node's place by one ranker; `weight` is its part of the fused sum. */
export type Place = { ranker: Ranker; place: number; value: number; weight: number };

/** Reciprocal rank fusion (Cormack et al., SIGIR 2009) with the small constant that suits short lists. */
const k = 5;
/** Affine scale of 1 / (k + place): a first place adds 0.4, a second nothing, a fifth takes 0.8 off. */
const scale = 18;
const offset = 2.6;
/** All rankers together count as much as this many, however many have a say. */
const votes = 6;

/**
 * Fuses rankers by reciprocal rank: Σ 1 / (k + place). The methods fail on different cases, so together they beat each.
 * Each place counts `weight` times, and sums are scaled so that more rankers do not mean more certainty. Ties share the better place; nodes that a ranker leaves out share the place after its last. Best first.
 */
export function fuse(
  rankers: readonly Ranker[],
  view: RankView,
): { node: string; sum: number; places: Place[] }[] {
  const rows = new Map([...view.nodes.keys()].map((n) => [n, [] as Place[]]));
  let say = 0;
  for (const ranker of rankers) {
    const values = ranker.rank(view);
    if (values.size === 0) continue;
    const ordered = [...values].filter(([n]) => rows.has(n)).sort((a, b) => b[1] - a[1]);
    let place = 0;
    let previous = Number.NaN;
    const placeOf = new Map<string, number>();
    ordered.forEach(([n, v], i) => {
      if (v !== previous) place = i + 1;
      previous = v;
      placeOf.set(n, place);
    });
    say += ranker.weight ?? 1;
    for (const [n, places] of rows) {
      const at = placeOf.get(n) ?? ordered.length + 1;
      const weight = (ranker.weight ?? 1) * (scale / (k + at) - offset);
      places.push({ ranker, place: at, value: values.get(n) ?? 0, weight });
    }
  }
  return [...rows]
    .map(([node, all]) => {
      const places = all.map((p) => ({ ...p, weight: (p.weight * votes) / say }));
      return { node, places, sum: places.reduce((total, p) => total + p.weight, 0) };
    })
    .sort((a, b) => b.sum - a.sum || (a.node < b.node ? -1 : 1));
}
