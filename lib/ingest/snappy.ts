/** Thrown for bytes that are no Snappy block, and for one that says it is longer than allowed. */
export class SnappyError extends Error {
  readonly tooLarge: boolean;
  constructor(message: string, tooLarge = false) {
    super(message);
    this.tooLarge = tooLarge;
  }
}

/**
 * Decompresses a Snappy block (not the framed format), as Prometheus sends it. Its first varint is the length of the
 * result, so a block that is too large is refused before anything is unpacked.
 * https://github.com/google/snappy/blob/main/format_description.txt
 */
export function snappyUncompress(input: Buffer, maxBytes: number): Buffer {
  let at = 0;
  let length = 0;
  for (let scale = 1; ; scale *= 128) {
    const byte = input[at++];
    if (byte === undefined || scale > 2 ** 28) throw new SnappyError("not a Snappy block");
    length += (byte & 127) * scale;
    if (byte < 128) break;
  }
  if (length > maxBytes)
    throw new SnappyError(
      `the body is ${length} bytes unpacked; at most ${maxBytes} are taken`,
      true,
    );
  // Each three-byte element makes at most 64 bytes: a longer claim cannot be true, and would reserve memory for nothing.
  if (length > input.length * 64) throw new SnappyError("not a Snappy block");
  const output = Buffer.allocUnsafe(length);
  let out = 0;
  while (at < input.length) {
    const tag = input[at++] as number;
    const kind = tag & 3;
    if (kind === 0) {
      let size = tag >>> 2;
      if (size >= 60) {
        const bytes = size - 59;
        if (at + bytes > input.length) throw new SnappyError("a Snappy block is cut short");
        size = input.readUIntLE(at, bytes);
        at += bytes;
      }
      size += 1;
      if (at + size > input.length || out + size > length)
        throw new SnappyError("a Snappy block is cut short");
      // For few bytes a loop is faster than a call into native code.
      if (size < 24) for (let i = 0; i < size; i++) output[out + i] = input[at + i] as number;
      else input.copy(output, out, at, at + size);
      at += size;
      out += size;
      continue;
    }
    const width = kind === 1 ? 1 : kind === 2 ? 2 : 4;
    if (at + width > input.length) throw new SnappyError("a Snappy block is cut short");
    const size = kind === 1 ? ((tag >>> 2) & 7) + 4 : (tag >>> 2) + 1;
    const offset =
      kind === 1
        ? ((tag >>> 5) << 8) | (input[at] as number)
        : kind === 2
          ? (input[at] as number) | ((input[at + 1] as number) << 8)
          : input.readUInt32LE(at);
    at += width;
    if (offset === 0 || offset > out || out + size > length)
      throw new SnappyError("not a Snappy block");
    // Source and target may overlap: a run repeats what it has just written.
    for (let i = 0; i < size; i++) output[out + i] = output[out - offset + i] as number;
    out += size;
  }
  if (out !== length) throw new SnappyError("a Snappy block is cut short");
  return output;
}
