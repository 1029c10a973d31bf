import { expect, test } from "vitest";
import type { Stream, StreamRecord } from "@/lib/stream/stream";
import { MergedReader } from "./merged-reader";

/** A stream of which only reading is used; every record's payload is empty. */
function streamOf(accepted: number[][]): Stream & { reads: number } {
  const unused = () => Promise.reject(new Error("not used"));
  return {
    partitions: accepted.length,
    reads: 0,
    append: unused,
    offsets: unused,
    commit: unused,
    onAppend: () => unused,
    async read(_, partition, next, limit) {
      this.reads++;
      return (accepted[partition] ?? [])
        .map((at, offset): StreamRecord => ({ partition, offset, at, payload: new Uint8Array() }))
        .slice(next, next + limit);
    },
  };
}

async function readAll(reader: MergedReader): Promise<StreamRecord[]> {
  const out: StreamRecord[] = [];
  for (;;) {
    const some = await reader.read();
    out.push(...some);
    if (!reader.behind) return out;
  }
}

test("partitions of different density are read side by side, each in its own order", async () => {
  const dense = Array.from({ length: 1000 }, (_, i) => i);
  const sparse = Array.from({ length: 10 }, (_, i) => i * 100);
  const all = await readAll(new MergedReader(streamOf([dense, sparse, []]), "t", [0, 0, 0]));
  expect(all).toHaveLength(1010);
  for (const p of [0, 1]) {
    const offsets = all.filter((r) => r.partition === p).map((r) => r.offset);
    expect(offsets).toEqual(offsets.map((_, i) => i));
  }
  const times = all.map((r) => r.at);
  expect(times).toEqual([...times].sort((a, b) => a - b));
});

test("it begins at the given offsets and sees what is appended later", async () => {
  const accepted = [[1, 2, 3], [5]];
  const reader = new MergedReader(streamOf(accepted), "t", [2, 0]);
  expect((await readAll(reader)).map((r) => [r.partition, r.offset])).toEqual([
    [0, 2],
    [1, 0],
  ]);
  expect(await reader.read()).toEqual([]);
  accepted[0]?.push(9);
  expect((await reader.read()).map((r) => [r.partition, r.offset])).toEqual([[0, 3]]);
});

test("caught up, one look costs one read of each partition", async () => {
  const stream = streamOf([[1], [2], [3]]);
  await readAll(new MergedReader(stream, "t", [0, 0, 0]));
  expect(stream.reads).toBe(3);
});
