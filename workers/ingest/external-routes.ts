import { z } from "zod";
import { postedVerdicts } from "@/lib/detect/external";
import { ExternalSeries, pullPoints, takeVerdicts } from "@/lib/detect/external-store";
import { inTransaction } from "@/lib/ingest/accept-store";
import { Problem } from "@/lib/problem";
import { postgresStream } from "@/lib/stream/postgres";
import { unpack } from "./body";
import type { IngestRoute } from "./route";

const maxBytes = 4 << 20;
const limit = z.coerce.number().int().min(1).max(50_000).catch(5000);
const answer = (body: unknown) => ({
  status: 200,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

function parse(json: string): z.infer<typeof postedVerdicts> {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new Problem("bad-input", "The body is not JSON.");
  }
  const parsed = postedVerdicts.safeParse(value);
  if (!parsed.success) throw new Problem("bad-input", z.prettifyError(parsed.error));
  return parsed.data;
}

/** The doors of detectors outside: points to pull, verdicts to post. See docs/external-detectors.md. */
export function externalRoutes(): IngestRoute[] {
  const series = new ExternalSeries();
  return [
    {
      method: "GET",
      path: "/api/v1/detectors/:detector/points",
      scope: "verdicts",
      maxBytes: 0,
      async handle({ params, query }, { db }) {
        return answer(
          await pullPoints(db, postgresStream(db), series, {
            detectorId: params.detector ?? "",
            cursor: query.get("cursor") ?? "",
            limit: limit.parse(query.get("limit") ?? undefined),
          }),
        );
      },
    },
    {
      method: "POST",
      path: "/api/v1/detectors/:detector/verdicts",
      scope: "verdicts",
      maxBytes,
      async handle({ params, headers, body }, { db, now }) {
        const json = await unpack(body, headers["content-encoding"], 4 * maxBytes);
        const { verdicts } = parse(json.toString());
        return answer(
          await takeVerdicts(
            db,
            series,
            { detectorId: params.detector ?? "", verdicts, now: now() },
            (run) => inTransaction(db.pool, run),
          ),
        );
      },
    },
  ];
}
