import type pg from "pg";
import type { Db } from "@/lib/db/client";
import type { Refused, SampleWriter } from "@/lib/samples/store";
import { payloadsOf, type SampleBatch } from "@/lib/stream/sample-batch";
import { type Stream, samplesTopic } from "@/lib/stream/stream";
import { type CounterChange, saveCounters } from "./counter-store";
import type { LogGroup } from "./log-count";
import { writeLogs } from "./log-store";
import type { Span } from "./otlp/read-spans";
import type { RequestAdd } from "./request-window";
import { addRequests } from "./request-window-store";
import { noteVersions, type SeenVersion } from "./service-store";
import { ensureSpanDays, writeSpans } from "./span-store";

/** All that a group of requests comes to. */
export type Group = {
  samples: SampleBatch;
  counters: CounterChange[];
  requests: RequestAdd[];
  seen: SeenVersion[];
  spans: Span[];
  logs: LogGroup;
};
export type AcceptPorts = { db: Db; stream: Stream; samples: SampleWriter };

/** Runs in one transaction: all of it is there when the promise resolves, or nothing. */
export async function inTransaction<T>(
  pool: pg.Pool,
  run: (tx: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const tx = await pool.connect();
  // A connection that the server closes while nobody waits on it must not end the process.
  const lost = () => undefined;
  tx.on("error", lost);
  let broken: Error | undefined;
  try {
    await tx.query("BEGIN");
    const result = await run(tx);
    await tx.query("COMMIT");
    return result;
  } catch (error) {
    await tx.query("ROLLBACK").catch((e: Error) => {
      broken = e;
    });
    throw error;
  } finally {
    tx.off("error", lost);
    tx.release(broken);
  }
}

/**
 * Makes a group durable: counters, request windows, versions, spans, logs, samples, and the new samples in the stream. The
 * stream comes last, because its heads stay locked until the commit.
 */
export async function acceptGroup(
  { db, stream, samples }: AcceptPorts,
  group: Group,
  nowMs: number,
): Promise<Refused> {
  await ensureSpanDays(db.pool, group.spans);
  return inTransaction(db.pool, async (tx) => {
    if (group.counters.length > 0) await saveCounters(tx, group.counters);
    await addRequests(tx, group.requests);
    await noteVersions(tx, group.seen, nowMs);
    await writeSpans(tx, group.spans);
    await writeLogs(tx, group.logs, nowMs);
    return appendSamples({ stream, samples }, tx, group.samples, nowMs);
  });
}

/** Writes samples and puts those that are new into the stream, in the caller's transaction. */
export async function appendSamples(
  { stream, samples }: Pick<AcceptPorts, "stream" | "samples">,
  tx: pg.PoolClient,
  batch: SampleBatch,
  nowMs: number,
): Promise<Refused> {
  const { written, refused } = await samples.write(tx, batch, nowMs);
  await stream.append(tx, samplesTopic, payloadsOf(written, stream.partitions), nowMs);
  return refused;
}
