import { announce } from "@/lib/db/live";
import type { SampleBatch } from "@/lib/stream/sample-batch";
import { type AcceptPorts, appendSamples, inTransaction } from "./accept-store";
import type { DigestSample } from "./digest-metrics";
import { windowMs } from "./model";
import { latestWindows, loadClosed, saveClosed, windowRows } from "./request-window-store";
import {
  closableUpTo,
  goldenSamples,
  type InstanceProgress,
  silentMs,
  slackMs,
  unknownIntervalMs,
} from "./window-closer";

/** A service is looked after so long after its last window: silence, and the slowest senders. */
const lookBackMs = silentMs + unknownIntervalMs + slackMs + windowMs;
/** Windows that nobody closed for longer than this are left as they are. */
const maxCatchUpMs = 3_600_000;

export type Sender = { service: string; version: string; instance: string };

/**
 * Closes the windows that are complete and writes their golden signals, with the mark up to where that is done, in one
 * transaction. One process does this at a time; the others return 0 at once. Returns how many samples were written.
 */
export async function closeWindows(
  ports: AcceptPorts,
  resolve: (samples: readonly DigestSample[]) => Promise<number[]>,
  arrivalOf: (sender: Sender) => { arrivedMs: number; intervalMs: number },
  nowMs: number,
): Promise<number> {
  return inTransaction(ports.db.pool, async (tx) => {
    const { rows } = await tx.query<{ mine: boolean }>(
      "SELECT pg_try_advisory_xact_lock(hashtextextended('golden windows', 0)) AS mine",
    );
    if (!rows[0]?.mine) return 0;
    const services = new Map<string, (InstanceProgress & { service: string })[]>();
    const latest = await latestWindows(tx, nowMs - lookBackMs);
    for (const { start, ...sender } of latest) {
      const of = services.get(sender.service) ?? [];
      of.push({ service: sender.service, latestStart: start, ...arrivalOf(sender) });
      services.set(sender.service, of);
    }
    const closed = await loadClosed(tx);
    const now = new Map<string, number>();
    const samples: DigestSample[] = [];
    for (const [service, instances] of services) {
      const upTo = closableUpTo(instances, nowMs);
      const from = Math.max(closed.get(service) ?? upTo - lookBackMs, upTo - maxCatchUpMs);
      const fromMs = Math.floor(from / windowMs) * windowMs;
      if (upTo <= fromMs) continue;
      const past = await windowRows(tx, service, fromMs - silentMs - windowMs, upTo);
      samples.push(...goldenSamples(service, past, fromMs, upTo));
      now.set(service, upTo);
    }
    if (now.size === 0) return 0;
    await saveClosed(tx, now);
    if (samples.length > 0) {
      await appendSamples(ports, tx, batchOf(samples, await resolve(samples)), nowMs);
      await announce(tx, { topic: "samples" });
    }
    return samples.length;
  });
}

const batchOf = (samples: readonly DigestSample[], ids: readonly number[]): SampleBatch => ({
  ids: Int32Array.from(ids),
  times: Float64Array.from(samples, (s) => s.atMs),
  values: Float64Array.from(samples, (s) => s.value),
});
