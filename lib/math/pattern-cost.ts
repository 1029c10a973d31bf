/** A text is at most so long; lib/ingest/otlp/read-logs.ts cuts it. */
const longest = 4000;

/**
 * An upper bound of the steps that a backtracking engine takes to look for a pattern in any text: the number of ways in
 * which it may match from one place, times the places. Ways multiply along a sequence, add up over alternatives, and
 * a part with c ways repeated k times has c to the power of k; so `(a+)+` is endless and `a{1,64}b{1,64}` is not. Infinity too
 * for what cannot be judged so simply: look-around and back-references. The pattern must be a valid one.
 */
export function worstSteps(pattern: string): number {
  let at = 0;

  const alternatives = (): number => {
    let ways = sequence();
    while (pattern[at] === "|") {
      at++;
      ways += sequence();
    }
    return ways;
  };
  const sequence = (): number => {
    let ways = 1;
    while (at < pattern.length && pattern[at] !== "|" && pattern[at] !== ")")
      ways *= repeated(atom());
    return ways;
  };
  const atom = (): number => {
    const c = pattern[at++];
    if (c === "\\") return escaped();
    if (c === "[") {
      while (pattern[at] !== "]") at += pattern[at] === "\\" ? 2 : 1;
      at++;
      return 1;
    }
    if (c !== "(") return 1;
    let ways = 1;
    if (pattern[at] === "?") {
      if (pattern[at + 1] !== ":") ways = Number.POSITIVE_INFINITY;
      at += 2;
    }
    ways *= alternatives();
    at++;
    return ways;
  };
  const escaped = (): number => {
    const c = pattern[at++] ?? "";
    if (/[1-9k]/.test(c)) return Number.POSITIVE_INFINITY;
    // \p{…} and \u{…}: the braces are no repetition.
    if (/[pPu]/.test(c) && pattern[at] === "{") at = pattern.indexOf("}", at) + 1;
    return 1;
  };
  const repeated = (ways: number): number => {
    const found = /^(?:[*+?]|\{(\d+)(,(\d*))?\})\??/.exec(pattern.slice(at));
    if (!found) return ways;
    at += found[0].length;
    const sign = found[0][0];
    const least = sign === "{" ? Number(found[1]) : sign === "+" ? 1 : 0;
    const most =
      sign === "?"
        ? 1
        : sign === "{" && (!found[2] || found[3])
          ? Number(found[3] ?? found[1])
          : longest;
    if (ways === 1) return Math.min(most, longest) - Math.min(least, longest) + 1;
    let sum = 0;
    for (let k = least; k <= most && sum < Number.MAX_SAFE_INTEGER; k++) sum += ways ** k;
    return sum;
  };

  return alternatives() * longest;
}

/** About a third of a second, on the worst text that anybody could write. */
const maxSteps = 1e8;

/** Compiles, does not match nothing, and never runs long. */
export function isSafePattern(pattern: string): boolean {
  try {
    if (new RegExp(pattern, "u").test("")) return false;
  } catch {
    return false;
  }
  return worstSteps(pattern) <= maxSteps;
}
