import type { State } from "./detector";

/**
 * Plain data as compact bytes, exact to the bit (also NaN and −0): what a checkpoint stores of every detector.
 * Lists of numbers, which are nearly all of a state, are packed in the narrowest of int8, int32, float32 and float64
 * that loses nothing. First byte: the format's version.
 */
type Plain = State[string];

const formatVersion = 1;
const tag = {
  null: 0,
  false: 1,
  true: 2,
  int: 3,
  float: 4,
  text: 5,
  list: 6,
  object: 7,
  int8s: 8,
  int32s: 9,
  float32s: 10,
  float64s: 11,
} as const;

let buffer = new DataView(new ArrayBuffer(1 << 16));
let at = 0;
const utf8 = new TextEncoder();
const fromUtf8 = new TextDecoder();

function room(bytes: number): void {
  if (at + bytes <= buffer.byteLength) return;
  const grown = new Uint8Array(Math.max(2 * buffer.byteLength, at + bytes));
  grown.set(new Uint8Array(buffer.buffer, 0, at));
  buffer = new DataView(grown.buffer);
}

function byte(value: number): void {
  room(1);
  buffer.setUint8(at++, value);
}

/** An unsigned integer in groups of 7 bits, lowest first. */
function length(value: number): void {
  let rest = value;
  while (rest >= 0x80) {
    byte((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  byte(rest);
}

/** Names of fields come again and again; encoding them anew would take half the time. */
const names = new Map<string, Uint8Array>();
const namesKept = 1000;

function text(value: string, isName = false): void {
  let bytes = isName ? names.get(value) : undefined;
  if (!bytes) {
    bytes = utf8.encode(value);
    if (isName && names.size < namesKept) names.set(value, bytes);
  }
  length(bytes.length);
  room(bytes.length);
  for (let i = 0; i < bytes.length; i++) buffer.setUint8(at++, bytes[i] as number);
}

const isInt32 = (x: number) => (x | 0) === x && !Object.is(x, -0);

/** The narrowest format that holds all of them exactly. */
function widthOf(numbers: readonly number[]): number {
  let narrowest: number = tag.int8s;
  let singles = true;
  for (const x of numbers) {
    if (narrowest !== tag.float32s) {
      if (!isInt32(x)) narrowest = tag.float32s;
      else if (x < -128 || x > 127) narrowest = tag.int32s;
    }
    // NaN is a number like any other here
    if (singles && Math.fround(x) !== x && !Number.isNaN(x)) singles = false;
    if (!singles && narrowest === tag.float32s) return tag.float64s;
  }
  return narrowest;
}

function numbers(list: readonly number[]): void {
  const width = widthOf(list);
  const n = list.length;
  byte(width);
  length(n);
  room(8 * n);
  for (let i = 0; i < n; i++) {
    const x = list[i] as number;
    if (width === tag.float64s) buffer.setFloat64(at, x, true);
    else if (width === tag.int8s) buffer.setInt8(at, x);
    else if (width === tag.int32s) buffer.setInt32(at, x, true);
    else buffer.setFloat32(at, x, true);
    at += width === tag.float64s ? 8 : width === tag.int8s ? 1 : 4;
  }
}

const isNumber = (x: unknown) => typeof x === "number";

function write(value: Plain): void {
  if (value === null) byte(tag.null);
  else if (typeof value === "boolean") byte(value ? tag.true : tag.false);
  else if (typeof value === "number") {
    const whole = isInt32(value);
    byte(whole ? tag.int : tag.float);
    room(8);
    if (whole) buffer.setInt32(at, value, true);
    else buffer.setFloat64(at, value, true);
    at += whole ? 4 : 8;
  } else if (typeof value === "string") {
    byte(tag.text);
    text(value);
  } else if (Array.isArray(value) && value.length > 0 && value.every(isNumber)) {
    numbers(value as number[]);
  } else if (Array.isArray(value)) {
    byte(tag.list);
    length(value.length);
    for (const item of value) write(item);
  } else {
    const keys = Object.keys(value);
    byte(tag.object);
    length(keys.length);
    for (const key of keys) {
      text(key, true);
      write(value[key] ?? null);
    }
  }
}

/** The bytes of plain data. */
export function encodeState(state: State): Uint8Array {
  at = 0;
  byte(formatVersion);
  write(state);
  return new Uint8Array(buffer.buffer.slice(0, at));
}

/** The plain data of bytes that `encodeState` wrote. Throws RangeError when they are something else. */
export function decodeState(bytes: Uint8Array): State {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let here = 0;
  const count = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const b = view.getUint8(here++);
      value |= (b & 0x7f) << shift;
      if (b < 0x80) return value >>> 0;
    }
  };
  const words = (): string => {
    const n = count();
    here += n;
    return fromUtf8.decode(bytes.subarray(here - n, here));
  };
  const packed = (width: number, get: (offset: number) => number): number[] => {
    const n = count();
    if (here + n * width > bytes.length) throw new RangeError("a detector's state is cut short");
    const list = new Array<number>(n);
    for (let i = 0; i < n; i++) list[i] = get(here + i * width);
    here += n * width;
    return list;
  };
  const read = (): Plain => {
    const kind = view.getUint8(here++);
    switch (kind) {
      case tag.null:
        return null;
      case tag.false:
        return false;
      case tag.true:
        return true;
      case tag.int:
        here += 4;
        return view.getInt32(here - 4, true);
      case tag.float:
        here += 8;
        return view.getFloat64(here - 8, true);
      case tag.text:
        return words();
      case tag.list: {
        const list: Plain[] = [];
        for (let n = count(); n > 0; n--) list.push(read());
        return list;
      }
      case tag.object: {
        const object: { [key: string]: Plain } = {};
        for (let n = count(); n > 0; n--) {
          const key = words();
          object[key] = read();
        }
        return object;
      }
      case tag.int8s:
        return packed(1, (o) => view.getInt8(o));
      case tag.int32s:
        return packed(4, (o) => view.getInt32(o, true));
      case tag.float32s:
        return packed(4, (o) => view.getFloat32(o, true));
      case tag.float64s:
        return packed(8, (o) => view.getFloat64(o, true));
      default:
        throw new RangeError(`a detector's state has an unknown part (${kind})`);
    }
  };
  if (view.getUint8(here++) !== formatVersion)
    throw new RangeError("a detector's state of an unknown version");
  return read() as State;
}
