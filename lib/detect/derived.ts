import { z } from "zod";
import type { Tags } from "@/lib/series/tags";

const minuteMs = 60_000;
/** Ways to make one value of the values of several series. */
export const foldings = ["sum", "mean", "max", "min", "count"] as const;
export type Folding = (typeof foldings)[number];

const expression = z.string().trim().min(1, "Say which series it is made of.").max(2000);
/** Tags that each get a series of their own */
const by = z.array(z.string().trim().min(1).max(100)).max(5).default([]);

/** How the values come about. */
export const recipe = z.discriminatedUnion("op", [
  z.object({ op: z.enum(foldings), of: expression, by }),
  /** Sum of A over sum of B, where B is at least `minB` */
  z.object({
    op: z.literal("ratio"),
    a: expression,
    b: expression,
    by,
    minB: z.number().min(0).default(0),
  }),
  /** Sum of A less sum of B */
  z.object({ op: z.literal("difference"), a: expression, b: expression, by }),
  /** A series for each that a detector watches: 1 while an anomaly of it lasts and 0 otherwise, or its score */
  z.object({
    op: z.literal("anomalies"),
    detectorId: z.string().min(1).max(200),
    as: z.enum(["flag", "score"]).default("flag"),
  }),
]);
export type Recipe = z.infer<typeof recipe>;

/** A series that Sitroom makes of others. */
export const derivedMetric = z.object({
  metric: z
    .string()
    .trim()
    .regex(
      /^[A-Za-z_][\w.:-]{1,198}$/,
      "Name it like a metric: letters, digits, dots and underscores.",
    ),
  unit: z.string().trim().max(50).default(""),
  recipe,
  /** Width of its windows */
  everyMs: z
    .number()
    .int()
    .min(10_000, "A window is 10 seconds long at least.")
    .max(60 * minuteMs)
    .refine((ms) => ms % 10_000 === 0, "A window is a multiple of 10 seconds."),
  /** A window is closed so long after its end; points that come later are not in it */
  lateMs: z
    .number()
    .int()
    .min(0)
    .max(60 * minuteMs),
});
export type DerivedMetric = z.infer<typeof derivedMetric>;

/** The tag that says which definition a series is made by. */
export const derivedTag = "derived";

export type Source = { id: number; metric: string; tags: Tags };
/** Mean of one series in the window that ends at `end` (inclusive; the start is not), epoch ms. */
export type WindowMean = { id: number; end: number; value: number };
export type DerivedPoint = { tags: Tags; at: number; value: number };

/** The end of the window in which a time lies. A point at the very end of a window, as golden signals are, is in it. */
export const windowEnd = (t: number, everyMs: number): number => Math.ceil(t / everyMs) * everyMs;

/**
 * Up to where windows can be closed (epoch ms): all that feeds them must be there, up to `feeding` by definition (null:
 * nothing yet), and have had its time to be late. −Infinity while something has no beginning.
 */
export const closableTo = (
  { everyMs, lateMs }: Pick<DerivedMetric, "everyMs" | "lateMs">,
  feeding: readonly (number | null)[],
  now: number,
): number =>
  Math.floor(
    Math.min(now - lateMs, ...feeding.map((t) => t ?? Number.NEGATIVE_INFINITY)) / everyMs,
  ) * everyMs;

/** Tags of the group of a series; null when it lacks one of them. */
function groupOf({ metric, tags }: Source, names: readonly string[]): Tags | null {
  const group: Record<string, string> = {};
  for (const name of names) {
    const value = name === "metric" ? metric : tags[name];
    if (value === undefined) return null;
    group[name] = value;
  }
  return group;
}

type Group = { tags: Tags; windows: Map<number, number[]> };

function grouped(
  sources: readonly Source[],
  means: readonly WindowMean[],
  names: readonly string[],
): Map<string, Group> {
  const groups = new Map<string, Group>();
  const ofSeries = new Map<number, Group>();
  for (const source of sources) {
    const tags = groupOf(source, names);
    if (!tags) continue;
    const key = JSON.stringify(tags);
    const group = groups.get(key) ?? { tags, windows: new Map() };
    groups.set(key, group);
    ofSeries.set(source.id, group);
  }
  for (const { id, end, value } of means) {
    const windows = ofSeries.get(id)?.windows;
    if (!windows) continue;
    const values = windows.get(end);
    if (values) values.push(value);
    else windows.set(end, [value]);
  }
  return groups;
}

const sum = (values: readonly number[]) => values.reduce((s, v) => s + v, 0);
const fold: Record<Folding, (values: readonly number[]) => number> = {
  sum,
  mean: (values) => sum(values) / values.length,
  max: (values) => values.reduce((m, v) => Math.max(m, v)),
  min: (values) => values.reduce((m, v) => Math.min(m, v)),
  count: (values) => values.length,
};

/** A side of a recipe: the series that its expression chooses, and their means by window. */
export type Side = { sources: readonly Source[]; means: readonly WindowMean[] };

/** Sum, mean, largest, smallest or number of the series of each group, for every window in which any of them had a value. */
export function foldSeries(
  op: Folding,
  { sources, means }: Side,
  by: readonly string[],
): DerivedPoint[] {
  return [...grouped(sources, means, by).values()].flatMap(({ tags, windows }) =>
    [...windows].map(([at, values]) => ({ tags, at, value: fold[op](values) })),
  );
}

/**
 * A over B, or A less B, of each group, for every window in which both have a value. A ratio needs B of at least `minB` and
 * not 0: without traffic there is no share of it.
 */
export function compareSides(
  op: "ratio" | "difference",
  a: Side,
  b: Side,
  by: readonly string[],
  minB = 0,
): DerivedPoint[] {
  const below = grouped(b.sources, b.means, by);
  return [...grouped(a.sources, a.means, by)].flatMap(([key, { tags, windows }]) => {
    const other = below.get(key);
    if (!other) return [];
    return [...windows].flatMap(([at, values]): DerivedPoint[] => {
      const against = other.windows.get(at);
      if (!against) return [];
      const [over, under] = [sum(values), sum(against)];
      if (op === "difference") return [{ tags, at, value: over - under }];
      return under === 0 || under < minB ? [] : [{ tags, at, value: over / under }];
    });
  });
}

/** A time in which an anomaly of a series lasted, epoch ms; `to` is null while it is open. */
export type Bout = { id: number; from: number; to: number | null; score: number };

/**
 * 1, or the score, for each window of a series in which an anomaly of it lasted, and 0 for the others in which it had a
 * value: without data nothing is known.
 */
export function anomalyPoints(
  as: "flag" | "score",
  { sources, means }: Side,
  bouts: readonly Bout[],
  everyMs: number,
): DerivedPoint[] {
  const of = new Map(sources.map((s) => [s.id, s]));
  const byId = Map.groupBy(bouts, (b) => b.id);
  return means.flatMap(({ id, end }): DerivedPoint[] => {
    const source = of.get(id);
    if (!source) return [];
    const within = (byId.get(id) ?? []).filter(
      (b) => b.from <= end && (b.to === null || b.to > end - everyMs),
    );
    const score = within.reduce((m, b) => Math.max(m, b.score), 0);
    return [
      {
        tags: { ...source.tags, of: source.metric },
        at: end,
        value: as === "score" ? score : within.length > 0 ? 1 : 0,
      },
    ];
  });
}
