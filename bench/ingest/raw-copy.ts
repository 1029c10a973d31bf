import { once } from "node:events";
import { from as copyFrom } from "pg-copy-streams";
import type { Db } from "@/lib/db/client";
import { upsertSeries } from "@/lib/ingest/series-store";
import { encodeCopyRows } from "@/lib/samples/copy-rows";
import { clients, defOf, levelAt, perRequest } from "./workload";

/** Seconds that one COPY of the same rows takes, into a table that is the same in all but its name. */
export async function rawCopy(
  db: Db,
  rounds: number,
  timeOf: (round: number) => number,
): Promise<number> {
  const ids: number[][] = [];
  for (let c = 0; c < clients; c++)
    ids.push(
      await upsertSeries(
        db.pool,
        Array.from({ length: perRequest }, (_, s) => defOf(c, s)),
      ),
    );
  await db.pool.query("CREATE TABLE copied (LIKE samples INCLUDING ALL) PARTITION BY RANGE (time)");
  const { rows } = await db.pool.query<{ name: string; bounds: string }>(
    `SELECT relname AS name, pg_get_expr(relpartbound, c.oid) AS bounds FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
     WHERE inhparent = 'samples'::regclass`,
  );
  for (const { name, bounds } of rows)
    await db.pool.query(`CREATE TABLE copied_${name} PARTITION OF copied ${bounds}`);
  // In the order in which the clients sent them; encoded before the clock starts.
  const chunks: Buffer[] = [];
  for (let r = 1; r <= rounds; r++)
    for (let c = 0; c < clients; c++) {
      const bytes = encodeCopyRows({
        ids: Int32Array.from(ids[c] ?? []),
        times: new Float64Array(perRequest).fill(timeOf(r)),
        values: Float64Array.from({ length: perRequest }, (_, s) => levelAt(c, s, r)),
      });
      // One stream has one header, in front, and one trailer, at the end.
      chunks.push(bytes.subarray(chunks.length === 0 ? 0 : 19, bytes.length - 2));
    }
  chunks.push(Buffer.from([255, 255]));
  await db.pool.query("CHECKPOINT");
  const client = await db.pool.connect();
  const from = performance.now();
  const stream = client.query(copyFrom("COPY copied FROM STDIN (FORMAT binary)"));
  const done = once(stream, "finish");
  for (const chunk of chunks) if (!stream.write(chunk)) await once(stream, "drain");
  stream.end();
  await done;
  const seconds = (performance.now() - from) / 1000;
  client.release();
  return seconds;
}
