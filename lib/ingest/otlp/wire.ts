/**
 * Reads protobuf messages by a table of their fields into plain objects named as in OTLP's JSON, so that everything
 * behind it is the same for both encodings. https://protobuf.dev/programming-guides/encoding/
 *
 * 64-bit integers become doubles: exact to 2^53, and nanosecond times to 256 ns.
 */
export type Message = { readonly [field: number]: Field };
type Field = readonly [name: string, type: Scalar | (() => Message), repeated?: "repeated"];
type Scalar =
  | "string"
  | "hex"
  | "bytes"
  | "bool"
  | "int"
  | "sint"
  | "fixed64"
  | "sfixed64"
  | "double"
  | "fixed32";

/** AnyValue may nest without end; no real attribute comes near. */
const maxDepth = 32;
const varint = 0;
const fixed64 = 1;
const lengthDelimited = 2;
const fixed32 = 5;

/** Throws RangeError when the bytes are no such message. Unknown fields are passed over. */
export function decodeMessage(bytes: Uint8Array, message: Message): unknown {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return readMessage({ buffer, at: 0 }, buffer.length, message, 0);
}

type Cursor = { buffer: Buffer; at: number };

function readMessage(c: Cursor, end: number, message: Message, depth: number): unknown {
  if (depth > maxDepth) throw new RangeError("a message is nested too deeply");
  const out: Record<string, unknown> = {};
  while (c.at < end) {
    const tag = readVarint(c);
    const wire = tag & 7;
    const field = message[Math.floor(tag / 8)];
    if (!field) {
      skip(c, wire);
      continue;
    }
    const [name, type, repeated] = field;
    if (!repeated) {
      out[name] = readValue(c, wire, type, depth);
      continue;
    }
    const list = (out[name] as unknown[] | undefined) ?? [];
    out[name] = list;
    if (wire === lengthDelimited && typeof type === "string" && wireOf[type] !== lengthDelimited) {
      const stop = readLength(c);
      while (c.at < stop) list.push(readValue(c, wireOf[type], type, depth));
    } else list.push(readValue(c, wire, type, depth));
  }
  if (c.at !== end) throw new RangeError("a message ends inside a field");
  return out;
}

const wireOf: Record<Scalar, number> = {
  string: lengthDelimited,
  hex: lengthDelimited,
  bytes: lengthDelimited,
  bool: varint,
  int: varint,
  sint: varint,
  fixed64,
  sfixed64: fixed64,
  double: fixed64,
  fixed32,
};

function readValue(c: Cursor, wire: number, type: Field[1], depth: number): unknown {
  if (wire !== (typeof type === "string" ? wireOf[type] : lengthDelimited))
    throw new RangeError(`a field has wire type ${wire}`);
  if (typeof type !== "string") return readMessage(c, readLength(c), type(), depth + 1);
  switch (type) {
    case "string":
      return take(c, readLength(c)).toString("utf8");
    case "hex":
      return take(c, readLength(c)).toString("hex");
    case "bytes":
      return take(c, readLength(c)).toString("base64");
    case "bool":
      return readVarint(c) !== 0;
    case "int":
      return readInt64(c);
    case "sint": {
      const z = readVarint(c);
      return z % 2 === 0 ? z / 2 : -(z + 1) / 2;
    }
    case "fixed64": {
      const b = take(c, c.at + 8);
      return b.readUInt32LE(4) * 0x1_0000_0000 + b.readUInt32LE(0);
    }
    case "sfixed64": {
      const b = take(c, c.at + 8);
      return b.readInt32LE(4) * 0x1_0000_0000 + b.readUInt32LE(0);
    }
    case "double":
      return take(c, c.at + 8).readDoubleLE(0);
    case "fixed32":
      return take(c, c.at + 4).readUInt32LE(0);
  }
}

/** The bytes from here to `end`. */
function take(c: Cursor, end: number): Buffer {
  if (end > c.buffer.length) throw new RangeError("a message is cut short");
  const part = c.buffer.subarray(c.at, end);
  c.at = end;
  return part;
}

/** Reads a length and returns where what it measures ends. */
function readLength(c: Cursor): number {
  const end = readVarint(c) + c.at;
  if (end > c.buffer.length) throw new RangeError("a message is cut short");
  return end;
}

function readVarint(c: Cursor): number {
  let value = 0;
  let scale = 1;
  for (let i = 0; i < 10; i++) {
    const byte = c.buffer[c.at++];
    if (byte === undefined) throw new RangeError("a message is cut short");
    value += (byte & 127) * scale;
    if (byte < 128) return value;
    scale *= 128;
  }
  throw new RangeError("a varint is too long");
}

/** Ten-byte varints are negative numbers in two's complement; doubles would round them, so they go through bigint. */
function readInt64(c: Cursor): number {
  const from = c.at;
  const value = readVarint(c);
  if (value < 2 ** 53) return value;
  let exact = 0n;
  for (let i = c.at - 1; i >= from; i--) exact = exact * 128n + BigInt((c.buffer[i] ?? 0) & 127);
  return Number(BigInt.asIntN(64, exact));
}

function skip(c: Cursor, wire: number): void {
  if (wire === varint) readVarint(c);
  else if (wire === fixed64) take(c, c.at + 8);
  else if (wire === lengthDelimited) take(c, readLength(c));
  else if (wire === fixed32) take(c, c.at + 4);
  else throw new RangeError(`a field has wire type ${wire}`);
}
