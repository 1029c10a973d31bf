import { describe, expect, test } from "vitest";
import { compileExpression, type Expression, parseExpression } from "./expression";
import { ExpressionIndex, SeriesIndex } from "./expression-index";
import type { Tags } from "./tags";

const matches = (source: string, metric: string, tags: Tags) =>
  compileExpression(parseExpression(source))(metric, tags);

describe("what an expression means", () => {
  test.each([
    ["metric = cpu", true],
    ["metric = cp", false],
    ["service = pricing", true],
    ["service != pricing", false],
    ["region != eu", true],
    ["service", true],
    ["region", false],
    ["NOT region", true],
    ["service = pri*", true],
    ["service = *ing", true],
    ["service = p*c*g", true],
    ["service = rici", false],
    ['service = "pri*"', false],
    ["service = p.icing", false],
    ["metric = cpu AND service = checkout OR host = a1", true],
    ["metric = cpu AND (service = checkout OR host = a2)", false],
    ["NOT service = checkout AND host = a1", true],
    ["not (service = pricing and host = a1)", false],
    ['"odd name" = "a \\"b\\" (c)"', true],
    ["toString", false],
    ["toString = x OR constructor", false],
  ])("%s is %s", (source, expected) => {
    const tags = { service: "pricing", host: "a1", "odd name": 'a "b" (c)' };
    expect(matches(source, "cpu", tags)).toBe(expected);
  });
});

describe("a mistake is named with its place", () => {
  test.each([
    ["", "The expression is empty (at character 1)"],
    ["service =", "Expected a value but found the end (at character 10)"],
    ["service = a b", 'Expected AND, OR or the end but found "b" (at character 13)'],
    ["(service = a", 'Expected ")" but found the end (at character 13)'],
    ["service = a AND", "Expected a tag's name but found the end (at character 16)"],
    ["AND a", 'Expected a tag\'s name but found "AND" (at character 1)'],
    ["a ! b", 'Write "!=" or NOT instead of "!" (at character 3)'],
    ['a = "b', "This quotation mark is never closed (at character 5)"],
    ["a)", 'Expected AND, OR or the end but found ")" (at character 2)'],
    [`${"(".repeat(5000)}a`, "This is nested too deeply (at character 102)"],
  ])("%j", (source, message) => {
    expect(() => parseExpression(source)).toThrow(message);
  });
});

/** Small deterministic generator (mulberry32). */
function randomOf(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const names = ["metric", "service", "region", "host"];
const values = ["a", "b", "ab", "abc", "ba", "c"];

function written(random: () => number, depth: number): string {
  const pick = (list: string[]) => list[Math.floor(random() * list.length)] ?? "";
  const r = random();
  if (depth === 0 || r < 0.35) {
    const name = pick(names);
    if (r < 0.05) return name;
    const value = random() < 0.3 ? pick(["a*", "*b", "*", "a*c"]) : pick(values);
    return `${name} ${random() < 0.25 ? "!=" : "="} ${value}`;
  }
  if (r < 0.5) return `NOT (${written(random, depth - 1)})`;
  const operator = r < 0.75 ? " AND " : " OR ";
  const parts = Array.from({ length: 2 + Math.floor(random() * 2) }, () =>
    written(random, depth - 1),
  );
  return `(${parts.join(operator)})`;
}

/** The meaning once more, written as plainly as possible. */
function plainly(e: Expression, metric: string, tags: Tags): boolean {
  if (e.kind === "and" || e.kind === "or") {
    const holding = e.of.filter((p) => plainly(p, metric, tags)).length;
    return e.kind === "and" ? holding === e.of.length : holding > 0;
  }
  if (e.kind === "not") return !plainly(e.of, metric, tags);
  const value = ({ ...tags, metric } as Tags)[e.name];
  if (e.kind === "has") return value !== undefined;
  if (e.kind === "is") return value === e.value;
  const glob = (p: string, v: string): boolean =>
    p === ""
      ? v === ""
      : p[0] === "*"
        ? glob(p.slice(1), v) || (v !== "" && glob(p, v.slice(1)))
        : v[0] === p[0] && glob(p.slice(1), v.slice(1));
  return value !== undefined && glob(e.pattern, value);
}

test("both indexes find exactly what trying every pair finds, also after edits", () => {
  const random = randomOf(7);
  const pick = (list: string[]) => list[Math.floor(random() * list.length)] ?? "";
  const series = Array.from({ length: 300 }, (_, id) => {
    const tags: Record<string, string> = {};
    for (const name of names.slice(1)) if (random() < 0.7) tags[name] = pick(values);
    return { id, metric: pick(values), tags };
  });
  const sources = Array.from({ length: 400 }, () => written(random, 3));
  const byExpression = new ExpressionIndex<number>();
  const bySeries = new SeriesIndex<number>();
  sources.forEach((_, i) => {
    byExpression.set(i, written(random, 2));
  });
  sources.forEach((source, i) => {
    byExpression.set(i, source);
  });
  byExpression.delete(0);
  for (const s of series) bySeries.add(s.id, s.metric, s.tags);
  const parsed = sources.map(parseExpression);
  for (const s of series)
    expect(byExpression.match(s.metric, s.tags).sort((a, b) => a - b)).toEqual(
      parsed.flatMap((e, i) => (i > 0 && plainly(e, s.metric, s.tags) ? [i] : [])),
    );
  parsed.forEach((e, i) => {
    expect(bySeries.match(sources[i] ?? "").sort((a, b) => a - b)).toEqual(
      series.filter((s) => plainly(e, s.metric, s.tags)).map((s) => s.id),
    );
  });
});

test("10,000 expressions find among 1,000 series exactly what trying all ten million pairs finds", {
  timeout: 120_000,
}, () => {
  const random = randomOf(11);
  const some = (name: string, n: number) => `${name}${Math.floor(random() * n)}`;
  const shapes = [
    () => `metric = ${some("m", 40)} AND service = ${some("s", 30)}`,
    () => `metric = ${some("m", 4)}* AND service != ${some("s", 30)} AND NOT canary`,
    () => `service = ${some("s", 30)} AND (host = ${some("h", 9)} OR host = ${some("h", 9)})`,
    () => `NOT (metric = m* OR service) OR host = *${some("", 9)}`,
  ];
  const index = new ExpressionIndex<number>();
  const parsed = Array.from({ length: 10_000 }, (_, i) => {
    const source = shapes[i % 100 === 0 ? 3 : i % 3]?.() ?? "";
    index.set(i, source);
    return compileExpression(parseExpression(source));
  });
  let pairs = 0;
  for (let s = 0; s < 1000; s++) {
    const tags: Record<string, string> = { service: some("s", 30), host: some("h", 9) };
    if (random() < 0.1) tags.canary = "yes";
    const metric = some("m", 40);
    const found = new Set(index.match(metric, tags));
    expect(parsed.findIndex((matches, i) => matches(metric, tags) !== found.has(i))).toBe(-1);
    pairs += found.size;
  }
  expect(pairs).toBeGreaterThan(100_000);
});

test("ten thousand expressions are asked about a new series without testing each of them", () => {
  const index = new ExpressionIndex<number>();
  for (let i = 0; i < 10_000; i++) index.set(i, `metric = m${i % 100} AND service = s${i}`);
  const started = performance.now();
  let found = 0;
  for (let i = 0; i < 10_000; i++)
    found += index.match(`m${i % 100}`, { service: `s${i}`, host: "h" }).length;
  expect(found).toBe(10_000);
  // Trying every pair takes about 100 million tests; 5 s leaves room for a busy machine.
  expect(performance.now() - started).toBeLessThan(5000);
});
