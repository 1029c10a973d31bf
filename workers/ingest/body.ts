import type { IncomingMessage } from "node:http";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { Problem } from "@/lib/problem";

const gunzipAsync = promisify(gunzip);

/** Bodies held in memory at once, over all requests; beyond that senders are asked to come again. */
const maxHeldBytes = 256 << 20;
let held = 0;

const tooLarge = (limit: number) =>
  new Problem("too-large", `The body is larger than ${limit} bytes; send less at a time.`);

/**
 * Reads a body of at most `maxBytes`. Throws Problem "too-large", as soon as that is known, or "unavailable" while too
 * much is being read. `release` must be called when the body is no longer needed.
 */
export async function readBody(
  request: IncomingMessage,
  maxBytes: number,
): Promise<{ body: Buffer; release(): void }> {
  if (Number(request.headers["content-length"] ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const chunks: Buffer[] = [];
  let length = 0;
  const release = () => {
    held -= length;
    length = 0;
  };
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      length += chunk.length;
      held += chunk.length;
      if (length > maxBytes) throw tooLarge(maxBytes);
      if (held > maxHeldBytes)
        throw new Problem("unavailable", "Too much is being received; try again.");
      chunks.push(chunk);
    }
  } catch (error) {
    release();
    throw error;
  }
  return { body: chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks), release };
}

/**
 * The body after its Content-Encoding, which is gzip or none, with at most `maxBytes`: unpacking stops there, so a bomb
 * costs no more than that. Throws Problem "too-large", "bad-input" or "unsupported-media".
 */
export async function unpack(
  body: Buffer,
  encoding: string | undefined,
  maxBytes: number,
): Promise<Buffer> {
  if (encoding === undefined || encoding === "" || encoding === "identity") return body;
  if (encoding !== "gzip")
    throw new Problem("unsupported-media", `Content-Encoding ${encoding} is not known; use gzip.`);
  try {
    return await gunzipAsync(body, { maxOutputLength: maxBytes });
  } catch (error) {
    if ((error as { code?: unknown }).code === "ERR_BUFFER_TOO_LARGE") throw tooLarge(maxBytes);
    throw new Problem("bad-input", "The body is not valid gzip.");
  }
}
