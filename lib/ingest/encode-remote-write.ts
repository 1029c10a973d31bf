import type { Tags } from "@/lib/series/tags";

export type WriteSeries = {
  metric: string;
  tags: Tags;
  /** Times in epoch ms */
  samples: readonly (readonly [time: number, value: number])[];
};

/** A WriteRequest of remote write 1.0, before Snappy: the other direction of `readRemoteWrite`. Labels are sorted. */
export function encodeRemoteWrite(series: readonly WriteSeries[]): Buffer {
  return Buffer.concat(
    series.map(({ metric, tags, samples }) => {
      const labels = Object.entries({ ...tags, __name__: metric }).sort(([a], [b]) =>
        a < b ? -1 : 1,
      );
      const parts = labels.map(([name, value]) => message(1, [text(1, name), text(2, value)]));
      for (const [time, value] of samples) {
        const double = Buffer.alloc(9);
        double[0] = 9;
        double.writeDoubleLE(value, 1);
        parts.push(message(2, [double, Buffer.from([16, ...varint(time)])]));
      }
      return message(1, parts);
    }),
  );
}

const message = (field: number, parts: Buffer[]): Buffer => {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([Buffer.from([field * 8 + 2, ...varint(length)]), ...parts]);
};

const text = (field: number, value: string): Buffer => message(field, [Buffer.from(value)]);

function varint(value: number): number[] {
  const bytes: number[] = [];
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) + 128);
  return [...bytes, value];
}
