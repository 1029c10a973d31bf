import type { Db } from "../db/client";
import { compileExpression, type Matcher, parseExpression } from "../series/expression";
import type { Tags } from "../series/tags";

export type LiveDetector = {
  id: string;
  title: string;
  enabled: boolean;
  managed: string;
  version: number;
  algorithm: string;
  params: Record<string, unknown>;
  counts: unknown;
  target: string;
  /** Why it pages nobody */
  untrusted: string | null;
  problem: string | null;
  shadow: number | null;
  /** Epoch ms */
  shadowUntil: number | null;
  ruleId: string | null;
  createdAt: number;
};

/** Every detector with the settings of its live version. */
export async function readLiveDetectors(db: Db): Promise<LiveDetector[]> {
  const { rows } = await db.pool.query<LiveDetector>(
    `SELECT d.id, d.title, d.enabled, d.managed, d."liveVersion" AS version, v.algorithm, v.params, v.counts, v.target,
            d."untrustedWhy" AS untrusted, d.problem, d."shadowVersion" AS shadow, d."ruleId",
            (extract(epoch FROM d."shadowUntil") * 1000)::float8 AS "shadowUntil",
            (extract(epoch FROM d."createdAt") * 1000)::float8 AS "createdAt"
     FROM detectors d JOIN detector_versions v ON v."detectorId" = d.id AND v.version = d."liveVersion"
     ORDER BY d.title, d.id`,
  );
  return rows;
}

/** A matcher of a saved target; one that does not parse matches nothing. */
export function matcherOf(target: string): Matcher {
  try {
    return compileExpression(parseExpression(target));
  } catch (error) {
    if (error instanceof Error && error.name === "ExpressionError") return () => false;
    throw error;
  }
}

/** Which enabled detectors watch which of these series. */
export async function matchDetectors(
  db: Db,
  series: readonly { id: number; metric: string; tags: Tags }[],
): Promise<Map<number, { id: string; title: string; version: number }[]>> {
  const detectors = (await readLiveDetectors(db))
    .filter((d) => d.enabled)
    .map((d) => ({ ...d, matches: matcherOf(d.target) }));
  return new Map(
    series.map((s) => [
      s.id,
      detectors
        .filter((d) => d.matches(s.metric, s.tags))
        .map(({ id, title, version }) => ({ id, title, version })),
    ]),
  );
}
