import { z } from "zod";
import type { Db } from "../db/client";
import { compileExpression, ExpressionError, parseExpression } from "../series/expression";
import type { Tags } from "../series/tags";
import { defineView } from "../view";
import { metricTitle, tagWords } from "./metrics-words";

type Row = { id: number; metric: string; tags: Tags; service: string | null };

/** Series that a tag expression chooses, or what is wrong with it. */
export async function seriesOfScope(
  { pool }: Pick<Db, "pool">,
  scope: string,
): Promise<{ error: string | null; series: Row[] }> {
  try {
    const matches = compileExpression(parseExpression(scope));
    const { rows } = await pool.query<Row>(
      "SELECT id, metric, tags, service FROM series ORDER BY id",
    );
    return { error: null, series: rows.filter((s) => matches(s.metric, s.tags)) };
  } catch (error) {
    if (error instanceof ExpressionError) return { error: error.message, series: [] };
    throw error;
  }
}

/** What an expression would choose: how many series, of which services, and some of them. */
export const seriesMatching = defineView({
  input: z.object({ scope: z.string().max(2000) }),
  async load({ db }, { scope }) {
    if (scope.trim() === "") return { error: null, count: 0, services: [], some: [] };
    const { error, series } = await seriesOfScope(db, scope);
    return {
      error,
      count: series.length,
      services: [...new Set(series.flatMap((s) => s.service ?? []))].sort(),
      some: series.slice(0, 6).map((s) => ({
        id: s.id,
        service: s.service,
        title: metricTitle(s.metric),
        tags: tagWords(s.tags),
      })),
    };
  },
});
