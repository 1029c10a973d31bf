import type { Tags } from "@/lib/series/tags";
import type { Counts } from "./model";

/** What a bulk rule asks for: one detector for each series of its target, trained on the series' own history. */
export type Rule = {
  id: string;
  title: string;
  target: string;
  algorithm: string;
  /** What stays the same for every series */
  params: Record<string, unknown>;
  counts: Counts;
  trainer: { name: string; params: Record<string, unknown> };
  /** Days of history that the trainer sees */
  days: number;
};

export type RuleSeries = { id: number; metric: string; tags: Tags };

/** A detector that the rule has made before. */
export type Made = {
  detectorId: string;
  title: string;
  seriesId: number;
  target: string;
  /** Of its live version; null when a person wrote that */
  recipe: string | null;
  /** Who wrote the live version */
  author: string | null;
  /** Newest history that it was trained on, epoch ms */
  trainedTo: number | null;
  /** The rule has switched it off because its series had left the target */
  ended: boolean;
};

export type Step = {
  seriesId: number;
  what: "create" | "change" | "remove" | "keep";
  /** null: to be made */
  detectorId: string | null;
  title: string;
  target: string;
  /** One plain reason */
  why: string;
};

/**
 * What applying a rule would do, series by series. The same rule over the same series, applied before, keeps all: what
 * was trained stays as it is until the rule changes, or `retrainBefore` asks for newer history. A detector that a person has
 * edited is theirs and is kept.
 */
export function planRule(
  rule: Rule,
  {
    matched,
    siblings,
    made,
    retrainBefore = null,
  }: {
    /** Series of the target */
    matched: readonly RuleSeries[];
    /** Every series of the same metrics: a detector's own target must leave them out */
    siblings: readonly RuleSeries[];
    made: readonly Made[];
    /** Train those again that know nothing newer than this (epoch ms); null: none */
    retrainBefore?: number | null;
  },
): Step[] {
  const recipe = recipeOf(rule);
  const names = tagNames(siblings);
  const bySeries = new Map(made.map((m) => [m.seriesId, m]));
  const steps = matched.map((s): Step => {
    const target = targetOf(s, names.get(s.metric) ?? []);
    const base = { seriesId: s.id, title: titleOf(rule, s), target };
    const old = bySeries.get(s.id);
    bySeries.delete(s.id);
    if (!old) return { ...base, what: "create", detectorId: null, why: "No detector yet" };
    const { detectorId } = old;
    const change = (why: string): Step => ({ ...base, detectorId, what: "change", why });
    const keep = (why: string): Step => ({ ...base, detectorId, what: "keep", why });
    if (old.ended) return change("Its series is matched again");
    if (old.recipe === null) return keep(`Edited by ${old.author ?? "a person"}`);
    if (old.recipe !== recipe) return change("The rule has changed");
    if (old.target !== target) return change("Other series have its tags by now");
    if (retrainBefore !== null && (old.trainedTo ?? 0) < retrainBefore)
      return change("To be trained again on newer history");
    return keep("As the rule says");
  });
  const gone = [...bySeries.values()]
    .filter((m) => !m.ended)
    .map(
      (m): Step => ({
        seriesId: m.seriesId,
        what: "remove",
        detectorId: m.detectorId,
        title: m.title,
        target: m.target,
        why: "The rule's target matches its series no more",
      }),
    );
  return [...steps, ...gone];
}

/** The same for equal wishes: what a trained detector is compared with. */
export const recipeOf = ({ algorithm, params, counts, trainer, days }: Rule): string =>
  canonical({ algorithm, params, counts, trainer, days });

/** JSON with sorted names: stored JSON comes back in an order of its own. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, v: unknown) =>
    v !== null && typeof v === "object" && !Array.isArray(v)
      ? Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1)))
      : v,
  );

/** An expression that only this series fulfils: its tags, and none of the others that its metric has elsewhere. */
function targetOf(s: RuleSeries, names: readonly string[]): string {
  const tags = ordered(s.tags);
  const has = tags.map(([name, value]) => `${quoted(name)} = "${escaped(value)}"`);
  const lacks = names.filter((n) => !Object.hasOwn(s.tags, n)).map((n) => `NOT ${quoted(n)}`);
  return [`metric = "${escaped(s.metric)}"`, ...has, ...lacks].join(" AND ");
}

const ordered = (tags: Tags) => Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1));
const escaped = (text: string) => text.replaceAll(/["\\]/g, "\\$&");
const quoted = (name: string) =>
  /^[A-Za-z0-9_.:/-]+$/.test(name) && !/^(and|or|not)$/i.test(name) ? name : `"${escaped(name)}"`;

function tagNames(series: readonly RuleSeries[]): Map<string, string[]> {
  const names = new Map<string, Set<string>>();
  for (const s of series) {
    const of = names.get(s.metric) ?? new Set();
    names.set(s.metric, of);
    for (const name of Object.keys(s.tags)) of.add(name);
  }
  return new Map([...names].map(([metric, of]) => [metric, [...of].sort()]));
}

/** "5xx limits: pricing POST /book": the rule's title and the tag values that tell the series apart. */
function titleOf(rule: Rule, s: RuleSeries): string {
  const values = ordered(s.tags).map(([, value]) => value);
  return `${rule.title}: ${values.length > 0 ? values.join(" ") : s.metric}`.slice(0, 120);
}
