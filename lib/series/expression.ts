import type { Tags } from "./tags";

/**
 * A tag expression chooses series: `metric = service.errors AND service != checkout AND (region = eu* OR NOT canary)`.
 * `metric` is the series' own name, every other name is a tag; a name alone means that the tag is there. `*` in an
 * unquoted value stands for any text, also none. `!=` and NOT are true of series without the tag.
 */
export type Expression =
  | { kind: "and"; of: Expression[] }
  | { kind: "or"; of: Expression[] }
  | { kind: "not"; of: Expression }
  | { kind: "has"; name: string }
  | { kind: "is"; name: string; value: string }
  | { kind: "like"; name: string; pattern: string };

/** A mistake in an expression: what is wrong and where (index of the character, from 0). */
export class ExpressionError extends Error {
  readonly position: number;

  constructor(message: string, position: number) {
    super(`${message} (at character ${position + 1})`);
    this.name = "ExpressionError";
    this.position = position;
  }
}

type Token = {
  kind: "(" | ")" | "=" | "!=" | "and" | "or" | "not" | "word" | "end";
  at: number;
} & {
  text: string;
  /** Written in quotes: `*` and the words AND, OR, NOT are then ordinary text */
  quoted: boolean;
};

const word = /[^\s()=!"]+/y;
const quotedWord = /"((?:[^"\\]|\\.)*)"/y;

function tokens(source: string): Token[] {
  const out: Token[] = [];
  const push = (kind: Token["kind"], at: number, text: string, quoted = false) =>
    out.push({ kind, at, text, quoted });
  for (let i = 0; i < source.length; ) {
    const c = source[i] ?? "";
    if (/\s/.test(c)) i++;
    else if (c === "(" || c === ")" || c === "=") {
      push(c, i++, c);
    } else if (c === "!") {
      if (source[i + 1] !== "=") throw new ExpressionError('Write "!=" or NOT instead of "!"', i);
      push("!=", i, "!=");
      i += 2;
    } else if (c === '"') {
      quotedWord.lastIndex = i;
      const m = quotedWord.exec(source);
      if (!m) throw new ExpressionError("This quotation mark is never closed", i);
      push("word", i, (m[1] ?? "").replace(/\\(.)/gs, "$1"), true);
      i += m[0].length;
    } else {
      word.lastIndex = i;
      const text = word.exec(source)?.[0] ?? c;
      const reserved = /^(and|or|not)$/i.test(text);
      push(reserved ? (text.toLowerCase() as "and" | "or" | "not") : "word", i, text);
      i += text.length;
    }
  }
  push("end", source.length, "the end");
  return out;
}

const deepest = 100;

/** Reads an expression; NOT binds before AND, AND before OR. Throws ExpressionError with the position of the mistake. */
export function parseExpression(source: string): Expression {
  const list = tokens(source);
  let next = 0;
  const peek = (): Token => list[next] as Token;
  const take = (): Token => list[next++] as Token;
  const shown = (t: Token) => (t.kind === "end" ? "the end" : `"${t.text}"`);

  const either = (depth: number): Expression => many("or", both, depth);
  const both = (depth: number): Expression => many("and", single, depth);
  function many(
    kind: "and" | "or",
    part: (depth: number) => Expression,
    depth: number,
  ): Expression {
    const first = part(depth);
    if (peek().kind !== kind) return first;
    const of = [first];
    while (peek().kind === kind) {
      take();
      of.push(part(depth));
    }
    return { kind, of };
  }
  function single(depth: number): Expression {
    const t = take();
    if (depth > deepest) throw new ExpressionError("This is nested too deeply", t.at);
    if (t.kind === "not") return { kind: "not", of: single(depth + 1) };
    if (t.kind === "(") {
      const inner = either(depth + 1);
      const close = take();
      if (close.kind !== ")")
        throw new ExpressionError(`Expected ")" but found ${shown(close)}`, close.at);
      return inner;
    }
    if (t.kind !== "word")
      throw new ExpressionError(`Expected a tag's name but found ${shown(t)}`, t.at);
    const operator = peek();
    if (operator.kind !== "=" && operator.kind !== "!=") return { kind: "has", name: t.text };
    take();
    const value = take();
    // After an operator the words AND, OR and NOT can only be a value
    if (!["word", "and", "or", "not"].includes(value.kind))
      throw new ExpressionError(`Expected a value but found ${shown(value)}`, value.at);
    const is: Expression =
      !value.quoted && value.text.includes("*")
        ? { kind: "like", name: t.text, pattern: value.text }
        : { kind: "is", name: t.text, value: value.text };
    return operator.kind === "=" ? is : { kind: "not", of: is };
  }

  if (peek().kind === "end") throw new ExpressionError("The expression is empty", 0);
  const parsed = either(0);
  const rest = peek();
  if (rest.kind !== "end")
    throw new ExpressionError(`Expected AND, OR or the end but found ${shown(rest)}`, rest.at);
  return parsed;
}

export type Matcher = (metric: string, tags: Tags) => boolean;

/** What a name means on a series; undefined when it has no such tag. */
export const tagOf = (metric: string, tags: Tags, name: string): string | undefined =>
  name === "metric" ? metric : Object.hasOwn(tags, name) ? tags[name] : undefined;

/** A test for whole values in which `*` stands for any text. */
export function likeTest(pattern: string): (value: string) => boolean {
  const parts = pattern.split("*").map((p) => p.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  const re = new RegExp(`^${parts.join(".*")}$`, "s");
  return (value) => re.test(value);
}

/** A function that says whether an expression is true of a series. */
export function compileExpression(e: Expression): Matcher {
  switch (e.kind) {
    case "and": {
      const parts = e.of.map(compileExpression);
      return (metric, tags) => parts.every((p) => p(metric, tags));
    }
    case "or": {
      const parts = e.of.map(compileExpression);
      return (metric, tags) => parts.some((p) => p(metric, tags));
    }
    case "not": {
      const part = compileExpression(e.of);
      return (metric, tags) => !part(metric, tags);
    }
    case "has":
      return (metric, tags) => tagOf(metric, tags, e.name) !== undefined;
    case "is":
      return (metric, tags) => tagOf(metric, tags, e.name) === e.value;
    case "like": {
      const test = likeTest(e.pattern);
      return (metric, tags) => {
        const value = tagOf(metric, tags, e.name);
        return value !== undefined && test(value);
      };
    }
  }
}
