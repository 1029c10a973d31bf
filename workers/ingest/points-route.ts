import { z } from "zod";
import { Problem } from "@/lib/problem";
import { backfillSamples, maxAheadMs, sampleRetentionMs } from "@/lib/samples/store";
import { seriesKey } from "@/lib/series/tags";
import { unpack } from "./body";
import type { Committer } from "./committer";
import type { IngestRoute } from "./route";
import type { SeriesCatalog } from "./series-catalog";

const maxBytes = 4 << 20;
const maxUnpackedBytes = 16 << 20;

const text = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine((s) => !s.includes("\0"), "must not contain NUL");
const point = z.object({
  metric: text(300),
  tags: z.record(text(100), text(500)).default({}),
  value: z.number(),
  /** ISO time or epoch ms; now when absent */
  time: z.union([z.iso.datetime({ offset: true }), z.number()]).optional(),
  unit: text(50).optional(),
});
const points = z.array(point).min(1).max(50_000);

/**
 * The plain door: `[{metric, tags, value, time?, unit?}]`, one value of one series each, stored as it is. With
 * `?history=true` the points are history: detectors learn from them and judge none, so an import pages nobody.
 */
export function pointsRoute(committer: Committer, catalog: SeriesCatalog): IngestRoute {
  return {
    method: "POST",
    path: "/api/v1/points",
    scope: "ingest",
    maxBytes,
    async handle({ headers, body, query }, ctx) {
      const json = await unpack(body, headers["content-encoding"], maxUnpackedBytes);
      const nowMs = ctx.now();
      const all = parse(json.toString()).map(({ unit, time, ...p }) => ({
        ...p,
        ...(unit === undefined ? {} : { unit }),
        key: seriesKey(p.metric, p.tags),
        atMs: time === undefined ? nowMs : typeof time === "number" ? time : Date.parse(time),
      }));
      const long = all.find((p) => p.key.length > 2000);
      if (long) throw new Problem("bad-input", `The tags of ${long.metric} are too long together.`);
      const kept = all.filter(
        (p) => p.atMs >= nowMs - sampleRetentionMs && p.atMs <= nowMs + maxAheadMs,
      );
      if (kept.length === 0)
        throw new Problem(
          "bad-input",
          "Every point is older than what is kept, or more than 10 minutes ahead of our clock.",
        );
      const samples = {
        ids: Int32Array.from(await catalog.resolve(kept)),
        times: Float64Array.from(kept, (p) => p.atMs),
        values: Float64Array.from(kept, (p) => p.value),
      };
      if (query.get("history") === "true") await backfillSamples(ctx.db.pool, [samples], { nowMs });
      else await committer.submit({ samples });
      return {
        status: 200,
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ accepted: kept.length, refused: all.length - kept.length }),
      };
    },
  };
}

function parse(json: string): z.infer<typeof points> {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new Problem("bad-input", "The body is not JSON.");
  }
  const parsed = points.safeParse(value);
  if (!parsed.success) throw new Problem("bad-input", z.prettifyError(parsed.error));
  return parsed.data;
}
