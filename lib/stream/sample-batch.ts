/** Samples in columns: row i is `values[i]` of series `ids[i]` at `times[i]` (epoch ms). */
export type SampleBatch = { ids: Int32Array; times: Float64Array; values: Float64Array };

const version = 1;
const headerBytes = 16;
/** Times of one payload lie within this span of its first: 2^32 ms, about 49 days. */
const maxSpanMs = 0xffff_ffff;

/**
 * A batch as bytes: version (uint32), count (uint32), earliest time (float64), then the columns: values (float64),
 * ids (int32), ms after the earliest time (uint32). 16 bytes a sample, little-endian, in the order given.
 * Throws RangeError when the times span more than 49 days.
 */
export function encodeSamples({ ids, times, values }: SampleBatch): Uint8Array {
  const n = ids.length;
  let earliest = n === 0 ? 0 : Number.POSITIVE_INFINITY;
  let latest = Number.NEGATIVE_INFINITY;
  for (const time of times) {
    if (time < earliest) earliest = time;
    if (time > latest) latest = time;
  }
  if (latest - earliest > maxSpanMs)
    throw new RangeError("the samples of one payload span more than 49 days");
  const bytes = new Uint8Array(headerBytes + 16 * n);
  const header = new DataView(bytes.buffer);
  header.setUint32(0, version, true);
  header.setUint32(4, n, true);
  header.setFloat64(8, earliest, true);
  new Float64Array(bytes.buffer, headerBytes, n).set(values);
  new Int32Array(bytes.buffer, headerBytes + 8 * n, n).set(ids);
  const offsets = new Uint32Array(bytes.buffer, headerBytes + 12 * n, n);
  for (let i = 0; i < n; i++) offsets[i] = (times[i] ?? 0) - earliest;
  return bytes;
}

/** The batch that `encodeSamples` wrote. Throws RangeError when the bytes are not one. */
export function decodeSamples(payload: Uint8Array): SampleBatch {
  if (payload.length < headerBytes) throw new RangeError("a sample payload is cut short");
  // A copy of its own: views of 4 and 8 bytes need an aligned start, and a pooled Buffer has none.
  const bytes = new Uint8Array(payload);
  const header = new DataView(bytes.buffer);
  if (header.getUint32(0, true) !== version)
    throw new RangeError("a sample payload of an unknown version");
  const n = header.getUint32(4, true);
  if (bytes.length !== headerBytes + 16 * n)
    throw new RangeError("a sample payload is cut short or too long");
  const earliest = header.getFloat64(8, true);
  const offsets = new Uint32Array(bytes.buffer, headerBytes + 12 * n, n);
  const times = new Float64Array(n);
  for (let i = 0; i < n; i++) times[i] = earliest + (offsets[i] ?? 0);
  return {
    values: new Float64Array(bytes.buffer, headerBytes, n),
    ids: new Int32Array(bytes.buffer, headerBytes + 8 * n, n),
    times,
  };
}

/** The stream partition of a series: all its samples go to one, so that they stay in order. */
const partitionOf = (seriesId: number, partitions: number): number => seriesId % partitions;

/** Splits a batch into one payload per partition that has samples, each in the order given. */
export function payloadsOf(
  { ids, times, values }: SampleBatch,
  partitions: number,
): { partition: number; payload: Uint8Array }[] {
  const rows = Array.from({ length: partitions }, (): number[] => []);
  for (let i = 0; i < ids.length; i++) rows[partitionOf(ids[i] ?? 0, partitions)]?.push(i);
  return rows.flatMap((of, partition) =>
    of.length === 0
      ? []
      : [{ partition, payload: encodeSamples(pickSamples({ ids, times, values }, of)) }],
  );
}

/** The given rows of a batch as a batch. */
export function pickSamples(
  { ids, times, values }: SampleBatch,
  rows: readonly number[],
): SampleBatch {
  const n = rows.length;
  const picked = {
    ids: new Int32Array(n),
    times: new Float64Array(n),
    values: new Float64Array(n),
  };
  for (let k = 0; k < n; k++) {
    const i = rows[k] ?? 0;
    picked.ids[k] = ids[i] ?? 0;
    picked.times[k] = times[i] ?? 0;
    picked.values[k] = values[i] ?? 0;
  }
  return picked;
}
