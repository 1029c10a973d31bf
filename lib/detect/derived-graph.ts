import { compileExpression, type Matcher, parseExpression } from "@/lib/series/expression";
import { type DerivedMetric, derivedTag, type Source } from "./derived";

/** A definition with the series that it makes. */
export type Made = { id: string; definition: DerivedMetric; series: readonly Omit<Source, "id">[] };
/** A detector with the expression that chooses what it watches. */
export type Watching = { id: string; target: string };

const made = (id: string) => `series ${id}`;
const watching = (id: string) => `detector ${id}`;

function matcherOf(text: string): Matcher {
  try {
    return compileExpression(parseExpression(text));
  } catch (error) {
    if (error instanceof Error && error.name === "ExpressionError") return () => false;
    throw error;
  }
}

/** Expressions that a definition takes its series from. */
export function expressionsOf({ recipe }: DerivedMetric): string[] {
  if (recipe.op === "anomalies") return [];
  return recipe.op === "ratio" || recipe.op === "difference" ? [recipe.a, recipe.b] : [recipe.of];
}

/**
 * What takes from what: a definition from those whose series its expressions choose, or from the detector whose
 * anomalies it counts; a detector from the definitions whose series it watches.
 */
export class DerivedGraph {
  private readonly from = new Map<string, string[]>();

  constructor(definitions: readonly Made[], detectors: readonly Watching[]) {
    const takesFrom = (matchers: readonly Matcher[]) =>
      definitions
        .filter((d) => d.series.some((s) => matchers.some((m) => m(s.metric, s.tags))))
        .map((d) => made(d.id));
    for (const { id, definition } of definitions)
      this.from.set(
        made(id),
        definition.recipe.op === "anomalies"
          ? [watching(definition.recipe.detectorId)]
          : takesFrom(expressionsOf(definition).map(matcherOf)),
      );
    for (const { id, target } of detectors)
      this.from.set(watching(id), takesFrom([matcherOf(target)]));
  }

  /** The way from a definition back to itself, or null when there is none. */
  cycleOfSeries(id: string): string[] | null {
    return this.way(made(id));
  }

  /** The way from a detector back to itself, or null when there is none. */
  cycleOfDetector(id: string): string[] | null {
    return this.way(watching(id));
  }

  /** Definitions that must not feed this one, because they take from it: itself and all after it. */
  after(id: string): Set<string> {
    const found = new Set([id]);
    for (const other of this.from.keys())
      if (other.startsWith("series ") && this.reaches(other).has(made(id)))
        found.add(other.slice("series ".length));
    return found;
  }

  /** Detectors whose anomalies the series of a definition come from, directly or through others. */
  detectorsBehind(id: string): string[] {
    return [...this.reaches(made(id))]
      .filter((node) => node.startsWith("detector "))
      .map((node) => node.slice("detector ".length));
  }

  /** Definitions whose series a definition takes, directly. */
  feeding(id: string): string[] {
    return (this.from.get(made(id)) ?? [])
      .filter((node) => node.startsWith("series ") && node !== made(id))
      .map((node) => node.slice("series ".length));
  }

  /** Ids in an order in which each comes after what feeds it; in a cycle, as they were given. */
  inOrder(ids: readonly string[]): string[] {
    const out = new Set<string>();
    const visit = (id: string, path: ReadonlySet<string>) => {
      if (out.has(id) || path.has(id)) return;
      for (const other of this.feeding(id)) visit(other, new Set([...path, id]));
      out.add(id);
    };
    for (const id of ids) visit(id, new Set());
    return [...out].filter((id) => ids.includes(id));
  }

  private reaches(start: string): Set<string> {
    const found = new Set<string>();
    const next = [...(this.from.get(start) ?? [])];
    for (let node = next.pop(); node !== undefined; node = next.pop()) {
      if (found.has(node)) continue;
      found.add(node);
      next.push(...(this.from.get(node) ?? []));
    }
    return found;
  }

  private way(start: string): string[] | null {
    const paths: string[][] = [[start]];
    const seen = new Set<string>();
    for (let path = paths.shift(); path; path = paths.shift())
      for (const node of this.from.get(path.at(-1) as string) ?? []) {
        if (node === start) return [...path, start];
        if (!seen.has(node)) paths.push([...path, node]);
        seen.add(node);
      }
    return null;
  }
}

/** A way through the graph as people read it. */
export const wayWords = (way: readonly string[]): string =>
  way.map((node) => node.replace(/^series /, "")).join(" → ");

/** The definition that a series is made by, or null. */
export const madeBy = (s: Pick<Source, "tags">): string | null => s.tags[derivedTag] ?? null;
