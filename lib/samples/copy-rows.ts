import type { SampleBatch } from "@/lib/stream/sample-batch";

// The binary COPY format: header, rows of (int16 fields, then int32 length + value of each field), trailer.
// https://www.postgresql.org/docs/current/sql-copy.html#id-1.9.3.55.9.4
const signature = Buffer.from("PGCOPY\n\xff\r\n\0", "latin1");
const headerBytes = signature.length + 8;
const rowBytes = 2 + 4 + 4 + 4 + 8 + 4 + 8;
/** Postgres counts microseconds from 2000-01-01 UTC. */
const postgresEpochMs = 946_684_800_000;

/** Samples as rows (int4 series, timestamptz time, float8 value) of a binary COPY FROM. Times are cut to whole ms. */
export function encodeCopyRows({ ids, times, values }: SampleBatch): Buffer {
  const n = ids.length;
  const bytes = Buffer.allocUnsafe(headerBytes + n * rowBytes + 2);
  bytes.set(signature);
  bytes.fill(0, signature.length, headerBytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = headerBytes;
  for (let i = 0; i < n; i++) {
    view.setInt16(at, 3);
    view.setInt32(at + 2, 4);
    view.setInt32(at + 6, ids[i] as number);
    view.setInt32(at + 10, 8);
    // Microseconds stay below 2^53, so the two halves of the int64 can be taken as doubles.
    const micros = (Math.floor(times[i] as number) - postgresEpochMs) * 1000;
    const high = Math.floor(micros / 0x1_0000_0000);
    view.setInt32(at + 14, high);
    view.setUint32(at + 18, micros - high * 0x1_0000_0000);
    view.setInt32(at + 22, 8);
    view.setFloat64(at + 26, values[i] as number);
    at += rowBytes;
  }
  view.setInt16(at, -1);
  return bytes;
}

/** The rows of a binary COPY TO of (int4, timestamptz, float8), none of them null. Throws RangeError on anything else. */
export function decodeCopyRows(bytes: Buffer): SampleBatch {
  const n = (bytes.length - headerBytes - 2) / rowBytes;
  if (!Number.isInteger(n) || n < 0 || !bytes.subarray(0, signature.length).equals(signature))
    throw new RangeError("not the COPY rows of samples");
  const batch = { ids: new Int32Array(n), times: new Float64Array(n), values: new Float64Array(n) };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = headerBytes;
  for (let i = 0; i < n; i++) {
    batch.ids[i] = view.getInt32(at + 6);
    const micros = view.getInt32(at + 14) * 0x1_0000_0000 + view.getUint32(at + 18);
    batch.times[i] = micros / 1000 + postgresEpochMs;
    batch.values[i] = view.getFloat64(at + 26);
    at += rowBytes;
  }
  return batch;
}
