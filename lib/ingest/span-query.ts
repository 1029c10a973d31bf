import { Problem } from "@/lib/problem";
import type { Span } from "./otlp/read-spans";

/**
 * A search over traces: `service = pricing AND (db.system = postgres* AND duration > 200ms) AND NOT (error = true)`.
 *
 * - A comparison is `name = value`, `!=`, `<`, `<=`, `>`, `>=` (also ≠ ≤ ≥); a name alone means that the tag is there.
 *   Names are tags, or one of service, operation, kind, duration, error, version, instance, peer. `*` in an unquoted
 *   value stands for any text. < and > compare numbers; durations may carry us, ms, s or m, and are ms without.
 * - A comparison by itself is true of a trace in which some span fulfils it. A group in parentheses is fulfilled by one
 *   span that meets all of it, so `(a = 1 AND b = 2)` is narrower than `a = 1 AND b = 2`. Inside a group, parentheses
 *   only order AND, OR and NOT.
 * - `!=` is true of a span that has the tag with another value; NOT is true where the rest is not.
 */
export type TraceQuery =
  | { kind: "and"; of: TraceQuery[] }
  | { kind: "or"; of: TraceQuery[] }
  | { kind: "not"; of: TraceQuery }
  | { kind: "span"; test: SpanTest };
export type SpanTest =
  | { kind: "and"; of: SpanTest[] }
  | { kind: "or"; of: SpanTest[] }
  | { kind: "not"; of: SpanTest }
  | { kind: "has"; name: string }
  | { kind: "compare"; name: string; op: Operator; value: string; exact: boolean };
type Joined<T> = { kind: "and"; of: T[] } | { kind: "or"; of: T[] };
export type Operator = "=" | "!=" | "<" | "<=" | ">" | ">=";

type Token = {
  type: "(" | ")" | "op" | "and" | "or" | "not" | "word" | "end";
  text: string;
  at: number;
  quoted: boolean;
};

const operators: Readonly<Record<string, Operator>> = {
  "≠": "!=",
  "≤": "<=",
  "≥": ">=",
  "==": "=",
};
const pattern =
  /\s+|(?<paren>[()])|(?<op>!=|<=|>=|==|[=<>≠≤≥])|"(?<quoted>(?:[^"\\]|\\.)*)"|(?<word>[^\s()=<>!≠≤≥"]+)/uy;

function tokensOf(source: string): Token[] {
  const out: Token[] = [];
  for (let at = 0; at < source.length; ) {
    pattern.lastIndex = at;
    const m = pattern.exec(source);
    if (!m) throw mistake(`"${source[at]}" is not understood here`, at);
    const { paren, op, quoted, word } = m.groups ?? {};
    if (paren) out.push({ type: paren as "(", text: paren, at, quoted: false });
    else if (op) out.push({ type: "op", text: operators[op] ?? op, at, quoted: false });
    else if (quoted !== undefined)
      out.push({ type: "word", text: quoted.replace(/\\(.)/gs, "$1"), at, quoted: true });
    else if (word) {
      const keyword = word.toLowerCase();
      const type = keyword === "and" || keyword === "or" || keyword === "not" ? keyword : "word";
      out.push({ type, text: word, at, quoted: false });
    }
    at += m[0].length;
  }
  out.push({ type: "end", text: "", at: source.length, quoted: false });
  return out;
}

const mistake = (says: string, at: number) =>
  new Problem("bad-input", `${says} (at character ${at + 1} of the search).`);
const maxLength = 1000;
const maxDepth = 20;

/** The query of a text; null when it is empty. Throws Problem "bad-input" that says what is wrong and where. */
export function parseTraceQuery(source: string): TraceQuery | null {
  if (source.length > maxLength) throw mistake("The search is longer than 1,000 characters", 0);
  const tokens = tokensOf(source);
  if (tokens.length === 1) return null;
  let i = 0;
  const peek = () => tokens[i] as Token;
  const next = () => tokens[i++] as Token;

  /** OR binds weakest, then AND (also left out), then NOT; the same on both levels. */
  function chain<T>(unit: (depth: number) => T, depth: number): T | Joined<T> {
    if (depth > maxDepth) throw mistake("The search is nested too deeply", peek().at);
    const any: (T | Joined<T>)[] = [];
    do {
      const all = [unit(depth)];
      while (peek().type !== "or" && peek().type !== "end" && peek().type !== ")") {
        if (peek().type === "and") next();
        all.push(unit(depth));
      }
      any.push(all.length === 1 ? (all[0] as T) : { kind: "and", of: all });
    } while (peek().type === "or" && next());
    return any.length === 1 ? (any[0] as T) : { kind: "or", of: any as T[] };
  }
  const close = () => {
    if (next().type !== ")") throw mistake("A parenthesis is not closed", tokens[i - 1]?.at ?? 0);
  };
  const traceUnit = (depth: number): TraceQuery => {
    if (peek().type === "not" && next()) return { kind: "not", of: traceUnit(depth) };
    if (peek().type === "(") return { kind: "span", test: spanUnit(depth) };
    return { kind: "span", test: comparison() };
  };
  const spanUnit = (depth: number): SpanTest => {
    if (peek().type === "not" && next()) return { kind: "not", of: spanUnit(depth) };
    if (peek().type !== "(") return comparison();
    next();
    const inner = chain<SpanTest>(spanUnit, depth + 1);
    close();
    return inner;
  };
  const comparison = (): SpanTest => {
    const name = next();
    if (name.type !== "word") throw mistake(`A tag's name is missing`, name.at);
    if (peek().type !== "op") return { kind: "has", name: name.text };
    const op = next().text as Operator;
    const value = next();
    if (
      value.type !== "word" &&
      value.type !== "and" &&
      value.type !== "or" &&
      value.type !== "not"
    )
      throw mistake(`${name.text} ${op} needs a value`, value.at);
    if (op !== "=" && op !== "!=" && numberOf(name.text, value.text) === null)
      throw mistake(`${op} compares numbers, and "${value.text}" is none`, value.at);
    return { kind: "compare", name: name.text, op, value: value.text, exact: value.quoted };
  };
  const query = chain<TraceQuery>(traceUnit, 0);
  if (peek().type !== "end")
    throw mistake("A parenthesis is closed that was not opened", peek().at);
  return query;
}

const durationUnits: Readonly<Record<string, number>> = {
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
};

/** The number of a value; a duration's in ms. Null when it is none. */
export function numberOf(name: string, value: string): number | null {
  const m = /^(-?\d+(?:\.\d+)?)(us|µs|ms|s|m)?$/.exec(value);
  if (!m || (m[2] && name !== "duration")) return null;
  return Number(m[1]) * (m[2] ? (durationUnits[m[2]] ?? 1) : 1);
}

export const kindNames = ["unspecified", "internal", "server", "client", "producer", "consumer"];

/** What a span says under a name of a query; undefined when it does not have it. */
export function tagValue(span: Span, name: string): string | number | undefined {
  switch (name) {
    case "service":
    case "version":
    case "instance":
      return span[name];
    case "operation":
      return span.name;
    case "peer":
      return span.peer ?? undefined;
    case "kind":
      return kindNames[span.kind];
    case "duration":
      return span.durationUs / 1000;
    case "error":
      return String(span.error);
    default:
      return span.attributes[name];
  }
}

/** Whether a text is like a pattern in which `*` stands for any text. */
const isLike = (text: string, like: string): boolean =>
  new RegExp(
    `^${like
      .split("*")
      .map((p) => p.replace(/[.+?^${}()|[\]\\]/g, "\\$&"))
      .join(".*")}$`,
    "s",
  ).test(text);

/** Whether one span meets a test: the meaning that the database's search must have as well. */
export function spanMeets(span: Span, test: SpanTest): boolean {
  if (test.kind === "and") return test.of.every((t) => spanMeets(span, t));
  if (test.kind === "or") return test.of.some((t) => spanMeets(span, t));
  if (test.kind === "not") return !spanMeets(span, test.of);
  const has = tagValue(span, test.name);
  if (has === undefined) return false;
  if (test.kind === "has") return true;
  if (test.op === "=" || test.op === "!=") return isSame(has, test) === (test.op === "=");
  const want = numberOf(test.name, test.value);
  const is = typeof has === "number" ? has : /^-?\d+(\.\d+)?$/.test(has) ? Number(has) : null;
  if (want === null || is === null) return false;
  return test.op === "<"
    ? is < want
    : test.op === "<="
      ? is <= want
      : test.op === ">"
        ? is > want
        : is >= want;
}

function isSame(has: string | number, test: Extract<SpanTest, { kind: "compare" }>): boolean {
  if (typeof has === "number") return has === numberOf(test.name, test.value);
  return test.exact || !test.value.includes("*") ? has === test.value : isLike(has, test.value);
}

/** Whether the spans of one trace together meet a query. */
export function traceMeets(spans: readonly Span[], query: TraceQuery): boolean {
  if (query.kind === "and") return query.of.every((q) => traceMeets(spans, q));
  if (query.kind === "or") return query.of.some((q) => traceMeets(spans, q));
  if (query.kind === "not") return !traceMeets(spans, query.of);
  return spans.some((s) => spanMeets(s, query.test));
}
