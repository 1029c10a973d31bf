import type { Tags } from "@/lib/series/tags";

/** A remote-write request in columns. `series[i]` is an id that `idOf` knew, or -1 - k for the k-th of `unknown`. */
export type RemoteWrite = {
  series: number[];
  times: number[];
  values: number[];
  /** The series that have no id yet: the raw bytes that name them, and what they say */
  unknown: { raw: string; metric: string; tags: Tags }[];
  /** Ends of series (stale markers), which are no values */
  stale: number;
  /** Native histograms and exemplars, which are not stored */
  histograms: number;
  exemplars: number;
};

/** Prometheus' marker for "this series has ended": one particular NaN. */
const staleLow = 0x0000_0002;
const staleHigh = 0x7ff0_0000;

/**
 * Reads an unpacked WriteRequest of remote write 1.0 by hand, for this is the hot path of ingest. A series is looked up by
 * the raw bytes of its labels, which a sender repeats unchanged. Throws RangeError on bytes that are no such message.
 * WriteRequest{timeseries=1{labels=1{name=1, value=2}, samples=2{value=1 double, timestamp=2 int64}, exemplars=3,
 * histograms=4}, metadata=3}; https://prometheus.io/docs/specs/prw/remote_write_spec/
 */
export function readRemoteWrite(
  buf: Buffer,
  idOf: (rawLabels: string) => number | undefined,
): RemoteWrite {
  const out: RemoteWrite = {
    series: [],
    times: [],
    values: [],
    unknown: [],
    stale: 0,
    histograms: 0,
    exemplars: 0,
  };
  const placeholders = new Map<string, number>();
  let p = 0;

  const varint = (): number => {
    let byte = buf[p++] as number;
    if (byte < 128) return byte;
    let value = byte & 127;
    let scale = 128;
    for (let i = 0; i < 9; i++) {
      byte = buf[p++] as number;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      scale *= 128;
    }
    throw new RangeError("a varint is too long or cut short");
  };
  const skip = (wire: number) => {
    if (wire === 0) varint();
    else if (wire === 1) p += 8;
    // Not `p += varint()`, which would add to where p was before.
    else if (wire === 2) p = varint() + p;
    else if (wire === 5) p += 4;
    else throw new RangeError(`a field has wire type ${wire}`);
    if (p > buf.length) throw new RangeError("a message is cut short");
  };
  const endOf = (limit: number): number => {
    const end = varint() + p;
    // Written so that NaN, which reading past the end gives, fails too.
    if (!(end <= limit)) throw new RangeError("a message is cut short");
    return end;
  };
  const seriesOf = (from: number, to: number): number => {
    const raw = buf.toString("latin1", from, to);
    const id = idOf(raw) ?? placeholders.get(raw);
    if (id !== undefined) return id;
    const placeholder = -1 - out.unknown.length;
    out.unknown.push({ raw, ...readLabels(buf.subarray(from, to)) });
    placeholders.set(raw, placeholder);
    return placeholder;
  };
  const sample = (end: number, series: number) => {
    let valueAt = -1;
    let time = 0;
    while (p < end) {
      const tag = varint();
      if (tag === 9) {
        valueAt = p;
        p += 8;
      } else if (tag === 16) time = varint();
      else skip(tag & 7);
    }
    if (p !== end) throw new RangeError("a sample ends inside a field");
    if (
      valueAt >= 0 &&
      buf.readUInt32LE(valueAt) === staleLow &&
      buf.readUInt32LE(valueAt + 4) === staleHigh
    ) {
      out.stale++;
      return;
    }
    out.series.push(series);
    out.times.push(time);
    // A value of 0 is not written at all.
    out.values.push(valueAt >= 0 ? buf.readDoubleLE(valueAt) : 0);
  };

  while (p < buf.length) {
    const tag = varint();
    if (tag !== 10) {
      skip(tag & 7);
      continue;
    }
    const end = endOf(buf.length);
    const first = p;
    let labelsEnd = p;
    let series: number | undefined;
    while (p < end) {
      const field = varint();
      if (field === 10) {
        p = endOf(end);
        labelsEnd = p;
      } else if (field === 18) {
        series ??= seriesOf(first, labelsEnd);
        sample(endOf(end), series);
      } else {
        if (field === 26) out.exemplars++;
        else if (field === 34) out.histograms++;
        skip(field & 7);
      }
    }
    if (p !== end) throw new RangeError("a series ends inside a field");
  }
  return out;
}

/** Labels are fields 1 (name) and 2 (value), both of short text, one message after the other. */
function readLabels(bytes: Buffer): { metric: string; tags: Tags } {
  const tags: Record<string, string> = {};
  let metric = "";
  let p = 0;
  const length = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[p++];
      if (byte === undefined) throw new RangeError("a label is cut short");
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  const text = (end: number): string => {
    const from = length();
    const stop = p + from;
    if (stop > end) throw new RangeError("a label is cut short");
    const read = bytes.toString("utf8", p, stop).replaceAll("\0", "");
    p = stop;
    return read;
  };
  while (p < bytes.length) {
    p++;
    const end = length() + p;
    let name = "";
    let value = "";
    while (p < end) {
      const field = bytes[p++];
      if (field === 10) name = text(end);
      else if (field === 18) value = text(end);
      else throw new RangeError("a label has an unknown field");
    }
    if (name === "__name__") metric = value;
    else if (name && value) tags[name] = value;
  }
  return { metric, tags };
}
