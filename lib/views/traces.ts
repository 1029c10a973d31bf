import { z } from "zod";
import { parseTraceQuery, type SpanTest, type TraceQuery } from "../ingest/span-query";
import { searchTraces } from "../ingest/span-search-store";
import { readSetting } from "../people/setting-store";
import { Problem } from "../problem";
import { resolveRange } from "../series/time-range";
import { defineView } from "../view";

const limit = 100;

/** Traces of a range that meet a search in words and what was chosen beside it. */
export const traces = defineView({
  input: z.object({
    from: z.string(),
    to: z.string(),
    /** lib/ingest/span-query.ts */
    q: z.string().max(1000).default(""),
    /** These four hold of one and the same span */
    service: z.string().max(300).default(""),
    operation: z.string().max(300).default(""),
    failed: z.boolean().default(false),
    /** At least so long, ms */
    atLeastMs: z.number().min(0).max(86_400_000).nullable().default(null),
    order: z.enum(["recent", "slowest", "spans"]).default("recent"),
  }),
  async load({ db, now }, input) {
    const { from, to } = resolveRange(input, now);
    const { query, mistake } = read(input.q);
    const rules = await readSetting(db.prisma, "traces");
    const about = {
      from,
      to,
      /** What is wrong with the search in words; nothing was looked for then */
      mistake,
      /** Of what is older, only a choice is kept, epoch ms */
      wholeSince: now - rules.wholeMinutes * 60_000,
      keepShare: rules.keepShare,
      keepDays: rules.keepDays,
    };
    const found = await searchTraces(
      db.pool,
      mistake === null ? joined(query, chosen(input)) : nothing,
      {
        ...{ fromMs: from, toMs: to, order: input.order, limit },
      },
    );
    return { ...about, ...found };
  },
});

/** Meets no span. */
const nothing: TraceQuery = { kind: "span", test: { kind: "or", of: [{ kind: "has", name: "" }] } };

function read(q: string): { query: TraceQuery | null; mistake: string | null } {
  try {
    return { query: parseTraceQuery(q), mistake: null };
  } catch (error) {
    if (error instanceof Problem && error.code === "bad-input")
      return { query: null, mistake: error.message };
    throw error;
  }
}

const is = (name: string, op: "=" | ">=", value: string): SpanTest => ({
  ...{ kind: "compare", name, op, value, exact: true },
});

function chosen(input: {
  service: string;
  operation: string;
  failed: boolean;
  atLeastMs: number | null;
}): TraceQuery | null {
  const of = [
    ...(input.service ? [is("service", "=", input.service)] : []),
    ...(input.operation ? [is("operation", "=", input.operation)] : []),
    ...(input.failed ? [is("error", "=", "true")] : []),
    ...(input.atLeastMs === null ? [] : [is("duration", ">=", String(input.atLeastMs))]),
  ];
  return of.length === 0 ? null : { kind: "span", test: { kind: "and", of } };
}

const joined = (a: TraceQuery | null, b: TraceQuery | null): TraceQuery | null =>
  a && b ? { kind: "and", of: [a, b] } : (a ?? b);
