import pg from "pg";
import type { Db } from "@/lib/db/client";
import type { Stream, StreamRecord } from "./stream";

const channel = "sitroom_stream";
/** How often a consumer looks for itself while notifications are not being heard. */
const pollMs = 500;
/** How often it looks in any case: a notification that is lost must not stop the loop. */
const tickMs = 5000;

// One statement: the upsert takes the heads' row locks in the order of the partitions (so that writers cannot deadlock)
// and keeps them to the end of the transaction. A later offset can therefore only commit after all before it.
const appendSql = `
  WITH input AS (
    SELECT p, payload, row_number() OVER (PARTITION BY p ORDER BY ord) AS k, count(*) OVER (PARTITION BY p) AS n
    FROM unnest($2::int[], $3::bytea[]) WITH ORDINALITY AS t(p, payload, ord)
  ), heads AS (
    INSERT INTO stream_heads (topic, partition, next)
    SELECT $1, p, count(*) FROM input GROUP BY p ORDER BY p
    ON CONFLICT (topic, partition) DO UPDATE SET next = stream_heads.next + EXCLUDED.next
    RETURNING partition, next
  ), told AS (SELECT pg_notify('${channel}', $1))
  INSERT INTO stream_records (topic, partition, "offset", at, payload)
  SELECT $1, i.p, h.next - i.n + i.k - 1, $4::timestamptz, i.payload
  FROM input i JOIN heads h ON h.partition = i.p, told`;

type RecordRow = { offset: number; at: Date; payload: Buffer };

/** The stream on Postgres: tables stream_records (partitioned by day), stream_heads and stream_offsets. */
export function postgresStream(db: Pick<Db, "pool" | "url">, { partitions = 8 } = {}): Stream {
  return {
    partitions,

    async append(tx, topic, records, atMs) {
      if (records.length === 0) return;
      for (const { partition } of records)
        if (!(partition >= 0 && partition < partitions))
          throw new RangeError(`there is no partition ${partition} of ${partitions}`);
      await tx.query({
        name: "stream-append",
        text: appendSql,
        values: [
          topic,
          records.map((r) => r.partition),
          records.map((r) => Buffer.from(r.payload.buffer, r.payload.byteOffset, r.payload.length)),
          new Date(atMs),
        ],
      });
    },

    async read(topic, partition, next, limit) {
      const { rows } = await db.pool.query<RecordRow>({
        name: "stream-read",
        text: `SELECT "offset", at, payload FROM stream_records
               WHERE topic = $1 AND partition = $2 AND "offset" >= $3 ORDER BY "offset" LIMIT $4`,
        values: [topic, partition, next, limit],
      });
      return rows.map(
        (r): StreamRecord => ({
          partition,
          offset: r.offset,
          at: r.at.getTime(),
          payload: r.payload,
        }),
      );
    },

    async offsets(group, topic) {
      const { rows } = await db.pool.query<{ partition: number; next: number }>(
        `SELECT partition, next FROM stream_offsets WHERE "group" = $1 AND topic = $2`,
        [group, topic],
      );
      const all = new Array<number>(partitions).fill(0);
      for (const { partition, next } of rows) all[partition] = next;
      return all;
    },

    async commit(tx, group, topic, partition, next) {
      await tx.query(
        `INSERT INTO stream_offsets ("group", topic, partition, next, "updatedAt") VALUES ($1, $2, $3, $4, now())
         ON CONFLICT ("group", topic, partition) DO UPDATE SET next = EXCLUDED.next, "updatedAt" = now()`,
        [group, topic, partition, next],
      );
    },

    onAppend: (topic, callback) => listen(db.url, topic, callback),
  };
}

/** Calls back on every notification of the topic, every `tickMs`, and every `pollMs` while the connection is down. */
function listen(url: string, topic: string, callback: () => void): () => Promise<void> {
  let stopped = false;
  let hearing = false;
  let client: pg.Client | undefined;
  let lastMs = 0;
  const call = () => {
    lastMs = performance.now();
    callback();
  };
  const connect = async () => {
    const next = new pg.Client({ connectionString: url, application_name: "sitroom-stream" });
    client = next;
    const lost = () => {
      if (client !== next) return;
      hearing = false;
      client = undefined;
    };
    next.on("error", lost);
    next.on("end", lost);
    next.on("notification", (n) => {
      if (n.payload === topic) call();
    });
    try {
      await next.connect();
      await next.query(`LISTEN ${channel}`);
      hearing = client === next;
      // Whatever was appended before the LISTEN has told nobody here.
      if (hearing && !stopped) call();
    } catch {
      // The database is away: the timer polls and connects again.
      lost();
    }
  };
  const timer = setInterval(() => {
    if (!hearing || performance.now() - lastMs >= tickMs) call();
    if (!client) void connect();
  }, pollMs);
  void connect();
  return async () => {
    stopped = true;
    clearInterval(timer);
    const last = client;
    client = undefined;
    await last?.end();
  };
}
