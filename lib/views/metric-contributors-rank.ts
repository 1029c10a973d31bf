import type { Tags } from "../series/tags";

/** Means of one series in the range and in what it is compared with; null where it had no points. */
export type Measured = { id: number; tags: Tags; now: number | null; before: number | null };

export type Contributor = {
  value: string;
  /** Series with this value of the tag */
  series: number[];
  now: number | null;
  before: number | null;
  change: number;
  /** Part of all that changed by this tag, 0–1 */
  share: number;
};

/** Units whose values add up over series: rates, counts and bytes; ratios and times are averaged instead. */
export const addsUp = (unit: string | null): boolean =>
  unit !== null && !["1", "s", "ms", "us", "%", "s/s", ""].includes(unit);

/**
 * For each tag that tells series apart: how much each of its values contributed to the change, most first. A series that
 * is new or gone counts from or to zero when values add up, and not at all when they are averaged.
 */
export function rankContributors(
  measured: readonly Measured[],
  { adds, most }: { adds: boolean; most: number },
): { tag: string; values: Contributor[]; total: number }[] {
  const names = [...new Set(measured.flatMap((m) => Object.keys(m.tags)))];
  return names
    .flatMap((tag) => {
      const groups = new Map<string, Measured[]>();
      for (const m of measured) {
        const value = m.tags[tag];
        if (value !== undefined) groups.set(value, [...(groups.get(value) ?? []), m]);
      }
      if (groups.size < 2) return [];
      const values = [...groups].map(([value, mine]) => {
        const now = combine(
          mine.map((m) => m.now),
          adds,
        );
        const before = combine(
          mine.map((m) => m.before),
          adds,
        );
        const change = adds
          ? (now ?? 0) - (before ?? 0)
          : now === null || before === null
            ? 0
            : now - before;
        return { value, series: mine.map((m) => m.id), now, before, change, share: 0 };
      });
      const total = values.reduce((sum, v) => sum + Math.abs(v.change), 0);
      return [
        {
          tag,
          total: values.length,
          values: values
            .map((v) => ({ ...v, share: total > 0 ? Math.abs(v.change) / total : 0 }))
            .sort((a, b) => b.share - a.share || (a.value < b.value ? -1 : 1))
            .slice(0, most),
        },
      ];
    })
    .sort((a, b) => concentration(b.values) - concentration(a.values) || (a.tag < b.tag ? -1 : 1));
}

/** The tag on which the change is most unequal explains most. */
const concentration = (values: readonly Contributor[]): number => values[0]?.share ?? 0;

function combine(values: readonly (number | null)[], adds: boolean): number | null {
  const known = values.filter((v) => v !== null);
  if (known.length === 0) return null;
  const sum = known.reduce((a, b) => a + b, 0);
  return adds ? sum : sum / known.length;
}
