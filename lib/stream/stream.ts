import type pg from "pg";

/** One record as a consumer sees it. Offsets of a partition rise by one and never have holes. */
export type StreamRecord = {
  partition: number;
  offset: number;
  /** Epoch ms at which it was accepted */
  at: number;
  payload: Uint8Array;
};

/**
 * An ordered, partitioned log. The embedded implementation is Postgres (postgres.ts); Kafka comes behind the same port.
 *
 * - `append` takes a database transaction because an accepted request must be durable together with its samples;
 *   an implementation that is not Postgres makes the record durable before it returns.
 * - `read` returns records in offset order from `next` on, at most `limit`, and never one whose predecessor may still come.
 * - Consumers commit offsets with `commit` in the transaction that holds their results, so a crash repeats reads, not results.
 */
export type Stream = {
  readonly partitions: number;
  append(
    tx: pg.PoolClient,
    topic: string,
    records: readonly { partition: number; payload: Uint8Array }[],
    atMs: number,
  ): Promise<void>;
  read(topic: string, partition: number, next: number, limit: number): Promise<StreamRecord[]>;
  /** Next offset to read for each partition; 0 where the group has never committed. */
  offsets(group: string, topic: string): Promise<number[]>;
  commit(
    tx: pg.PoolClient,
    group: string,
    topic: string,
    partition: number,
    next: number,
  ): Promise<void>;
  /** Calls back soon after records of the topic were committed. Returns how to stop. */
  onAppend(topic: string, callback: () => void): () => Promise<void>;
};

/** Topic of sample batches; the payload's format is lib/stream/sample-batch.ts. */
export const samplesTopic = "samples";
