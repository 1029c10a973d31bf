import type { Stream, StreamRecord } from "@/lib/stream/stream";

/** Records of one partition that are read ahead. */
const ahead = 64;

/**
 * Reads all partitions of a topic side by side, oldest accepted first, so that while catching up no partition runs far
 * ahead of another. Within a partition the order is the stream's own.
 */
export class MergedReader {
  private readonly buffers: StreamRecord[][];
  private readonly next: number[];
  private readonly stream: Stream;
  private readonly topic: string;
  /** The last read left something: another one is worth its queries at once */
  behind = false;

  constructor(stream: Stream, topic: string, next: readonly number[]) {
    this.stream = stream;
    this.topic = topic;
    this.next = [...next];
    this.buffers = next.map(() => []);
  }

  /** The records that may be taken now, in order; empty when all has been read. */
  async read(): Promise<StreamRecord[]> {
    // A partition that gave all it was asked for may have more that belongs before records of the others
    const full = await Promise.all(
      this.buffers.map(async (buffer, p) => {
        if (buffer.length > 0) return true;
        const records = await this.stream.read(this.topic, p, this.next[p] ?? 0, ahead);
        buffer.push(...records);
        this.next[p] = (records.at(-1)?.offset ?? (this.next[p] ?? 0) - 1) + 1;
        return records.length === ahead;
      }),
    );
    const taken = this.buffers.map(() => 0);
    const out: StreamRecord[] = [];
    for (;;) {
      let first: StreamRecord | undefined;
      for (const [p, buffer] of this.buffers.entries()) {
        const head = buffer[taken[p] ?? 0];
        if (head && (!first || head.at < first.at)) first = head;
      }
      if (!first) break;
      const p = first.partition;
      out.push(first);
      taken[p] = (taken[p] ?? 0) + 1;
      if (full[p] && taken[p] === this.buffers[p]?.length) break;
    }
    for (const [p, buffer] of this.buffers.entries()) buffer.splice(0, taken[p]);
    this.behind = full.includes(true);
    return out;
  }
}
