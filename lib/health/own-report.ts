import { type Meter, sumOf } from "./meter";
import type { PartName, Report } from "./model";

/** What a process tells with a beat, of the parts that run in it. Takes the event loop's lateness since the last call. */
export async function ownReport(
  meter: Meter,
  parts: readonly PartName[],
  now: number,
): Promise<Report> {
  const { errors, ingest, detect, jobs, chat } = meter;
  const has = (part: PartName) => parts.includes(part);
  return {
    loopLagMs: meter.takeLoopLagMs(),
    memoryBytes: process.memoryUsage.rss(),
    errorsLastHour: errors.lastHour(now),
    lastError: errors.last(),
    ...(has("ingest") && {
      ingest: {
        accepted: await sumOf(ingest.accepted),
        refused: await sumOf(ingest.refused),
        commitP99Ms: await p99Ms(ingest.commit),
      },
    }),
    ...(has("detect") && {
      detect: {
        points: await sumOf(detect.points),
        late: await sumOf(detect.late),
        unknown: await sumOf(detect.unknown),
        verdicts: await sumOf(detect.verdicts),
        skipped: await sumOf(detect.skipped),
        skippedAt: meter.skippedAt,
        learning: await sumOf(detect.learning),
      },
    }),
    ...(has("jobs") && {
      jobs: {
        done: await sumOf(jobs.runs, { name: "result", value: "done" }),
        failed: await sumOf(jobs.runs, { name: "result", value: "failed" }),
      },
    }),
    ...(has("chat") && { chat: chat.list() }),
  };
}

/** The bound of the bucket below which 99 of 100 lie, ms; null while there is nothing. */
async function p99Ms(histogram: Meter["ingest"]["commit"]): Promise<number | null> {
  const { values } = await histogram.get();
  const buckets = values.filter((v) => v.metricName?.endsWith("_bucket"));
  const total = values.find((v) => v.metricName?.endsWith("_count"))?.value ?? 0;
  if (total === 0) return null;
  const within = buckets.find((b) => b.value >= 0.99 * total);
  const bound = Number((within?.labels as { le?: number | string } | undefined)?.le);
  return Number.isFinite(bound) ? bound * 1000 : 10_000;
}
