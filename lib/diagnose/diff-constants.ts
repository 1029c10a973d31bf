import type { Evidence } from "./model";

/** A constant that became much smaller or bigger counts up to this much in log odds. */
const largest = 3;

const units: Record<string, number> = {
  ns: 1e-9,
  nanosecond: 1e-9,
  us: 1e-6,
  microsecond: 1e-6,
  ms: 1e-3,
  millisecond: 1e-3,
  s: 1,
  second: 1,
  m: 60,
  minute: 60,
  h: 3600,
  hour: 3600,
  d: 86_400,
  day: 86_400,
  k: 1e3,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  ki: 1024,
  mi: 1024 ** 2,
  gi: 1024 ** 3,
};
const literal = /(?<![\w.$"])(\d+(?:_\d+)*(?:\.\d+)?)\s*\*?\s*(?:time\.)?([A-Za-z]+)?/g;
const numbersOf = (line: string) =>
  [...line.matchAll(literal)].map((m) => {
    const unit = (m[2] ?? "").toLowerCase().replace(/s$/, "") || (m[2] ?? "").toLowerCase();
    return Number((m[1] ?? "0").replaceAll("_", "")) * (units[unit] ?? 1);
  });
const shapeOf = (line: string) => line.replace(literal, "9").replace(/\s+/g, "");
const nameOf = (line: string) => /([A-Za-z_][\w.]*)\s*(?::=|=|:)/.exec(line)?.[1] ?? "";

/** The constant that moved farthest between a removed line and the added line of the same shape or name. */
export function movedConstant(
  removed: readonly string[],
  added: readonly string[],
): Evidence | null {
  let best: { factor: number; less: boolean; was: string; is: string } | null = null;
  for (const a of removed)
    for (const b of added) {
      const like =
        shapeOf(a) === shapeOf(b) || (nameOf(a) !== "" && nameOf(a) === nameOf(b)) || near(a, b);
      if (!like) continue;
      const [x, y] = [numbersOf(a), numbersOf(b)];
      for (let i = 0; i < Math.min(x.length, y.length); i++) {
        const [was = 0, is = 0] = [x[i], y[i]];
        if (was === is || was <= 0 || is < 0) continue;
        const less = is < was;
        const factor = less ? was / Math.max(is, was / 1000) : is / was;
        const size = Math.log2(factor) * (less ? 1 : 0.5);
        if (!best || size > Math.log2(best.factor) * (best.less ? 1 : 0.5))
          best = { factor, less, was: a.trim(), is: b.trim() };
      }
    }
  if (!best || best.factor < 1.5) return null;
  return {
    name: "constant",
    says: `"${best.was}" became "${best.is}": ${best.factor.toFixed(1)} times ${best.less ? "less" : "more"}.`,
    weight: Math.min(largest, Math.log2(best.factor) * (best.less ? 0.8 : 0.4)),
  };
}

/** Lines with most words in common. */
export function near(a: string, b: string): boolean {
  const [x, y] = [new Set(a.match(/[A-Za-z_]{2,}/g)), new Set(b.match(/[A-Za-z_]{2,}/g))];
  const both = [...x].filter((w) => y.has(w)).length;
  return x.size > 1 && both / Math.max(x.size, y.size) >= 0.6;
}
