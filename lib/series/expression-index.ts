import {
  compileExpression,
  type Expression,
  likeTest,
  type Matcher,
  parseExpression,
  tagOf,
} from "./expression";
import type { Tags } from "./tags";

type Leaf = Extract<Expression, { kind: "has" | "is" | "like" }>;

/** How many series a leaf lets through, roughly: a tag's value few, a metric's name more, mere presence many. */
const cost = (leaf: Leaf) =>
  leaf.kind === "is" ? (leaf.name === "metric" ? 2 : 1) : leaf.kind === "like" ? 8 : 64;

/**
 * Leaves of which at least one is true wherever the whole is true, so that only series (or expressions) filed under
 * one of them need the full test; null where nothing of the kind follows, such as for NOT.
 */
function anchors(e: Expression, negated = false): Leaf[] | null {
  switch (e.kind) {
    case "not":
      return anchors(e.of, !negated);
    case "and":
    case "or": {
      const parts = e.of.map((p) => anchors(p, negated));
      if ((e.kind === "or") !== negated)
        return parts.some((p) => p === null) ? null : parts.flatMap((p) => p ?? []);
      const total = (p: Leaf[]) => p.reduce((sum, leaf) => sum + cost(leaf), 0);
      return parts
        .filter((p) => p !== null)
        .reduce<Leaf[] | null>((best, p) => (best && total(best) <= total(p) ? best : p), null);
    }
    default:
      return negated ? null : [e];
  }
}

/** Files ids under keys made on demand. */
function file<K, I>(map: Map<K, Set<I>>, key: K, id: I): void {
  const set = map.get(key);
  if (set) set.add(id);
  else map.set(key, new Set([id]));
}

const exactly = (name: string, value: string) => `${name}\u0000${value}`;

/**
 * Many expressions, asked about one series: `match` tests only those filed under a tag that the series has.
 * Exact conditions are looked up by value, wildcards and presence by the tag's name, the rest is always tested.
 */
export class ExpressionIndex<I> {
  private readonly matchers = new Map<I, Matcher>();
  private readonly byValue = new Map<string, Set<I>>();
  private readonly byName = new Map<string, Set<I>>();
  private readonly always = new Set<I>();

  /** Adds or replaces the expression of `id`. Throws ExpressionError. */
  set(id: I, source: string): void {
    const parsed = parseExpression(source);
    this.delete(id);
    this.matchers.set(id, compileExpression(parsed));
    const by = anchors(parsed);
    if (by === null) this.always.add(id);
    for (const leaf of by ?? [])
      if (leaf.kind === "is") file(this.byValue, exactly(leaf.name, leaf.value), id);
      else file(this.byName, leaf.name, id);
  }

  delete(id: I): void {
    if (!this.matchers.delete(id)) return;
    this.always.delete(id);
    for (const map of [this.byValue, this.byName])
      for (const [key, ids] of map) if (ids.delete(id) && ids.size === 0) map.delete(key);
  }

  /** Ids of all expressions that are true of this series. */
  match(metric: string, tags: Tags): I[] {
    const out = new Set<I>();
    const test = (ids: Iterable<I> | undefined) => {
      for (const id of ids ?? [])
        if (!out.has(id) && this.matchers.get(id)?.(metric, tags)) out.add(id);
    };
    const look = (name: string) => {
      const value = tagOf(metric, tags, name);
      if (value === undefined) return;
      test(this.byValue.get(exactly(name, value)));
      test(this.byName.get(name));
    };
    look("metric");
    for (const name of Object.keys(tags)) if (name !== "metric") look(name);
    test(this.always);
    return [...out];
  }
}

/** Many series, asked about one (perhaps just edited) expression. */
export class SeriesIndex<I> {
  private readonly all = new Map<I, { metric: string; tags: Tags }>();
  private readonly postings = new Map<string, Map<string, Set<I>>>();

  /** Adds a series; one that is already there stays as it is, for a series never changes. */
  add(id: I, metric: string, tags: Tags): void {
    if (this.all.has(id)) return;
    this.all.set(id, { metric, tags });
    const put = (name: string, value: string) => {
      const values = this.postings.get(name) ?? new Map<string, Set<I>>();
      this.postings.set(name, values);
      file(values, value, id);
    };
    put("metric", metric);
    for (const [name, value] of Object.entries(tags)) if (name !== "metric") put(name, value);
  }

  get size(): number {
    return this.all.size;
  }

  /** Ids of all series of which the expression is true. Throws ExpressionError. */
  match(source: string): I[] {
    const parsed = parseExpression(source);
    const matcher = compileExpression(parsed);
    const by = anchors(parsed);
    const candidates =
      by === null ? this.all.keys() : new Set(by.flatMap((leaf) => this.filed(leaf)));
    const out: I[] = [];
    for (const id of candidates) {
      const series = this.all.get(id);
      if (series && matcher(series.metric, series.tags)) out.push(id);
    }
    return out;
  }

  private filed(leaf: Leaf): I[] {
    const values = this.postings.get(leaf.name);
    if (!values) return [];
    if (leaf.kind === "is") return [...(values.get(leaf.value) ?? [])];
    const test = leaf.kind === "like" ? likeTest(leaf.pattern) : () => true;
    return [...values].flatMap(([value, ids]) => (test(value) ? [...ids] : []));
  }
}
