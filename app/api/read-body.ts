import { Problem } from "@/lib/problem";

/** A request's body as text, of at most `maxBytes`: what is longer is not read on. Throws Problem "too-large". */
export async function readText(request: Request, maxBytes: number): Promise<string> {
  const tooLarge = new Problem("too-large", `The body is larger than ${maxBytes / 1024} KiB.`);
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) throw tooLarge;
  if (!request.body) return "";
  const reader = request.body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks).toString("utf8");
    size += value.byteLength;
    if (size > maxBytes) {
      await reader.cancel();
      throw tooLarge;
    }
    chunks.push(value);
  }
}

/** The same as JSON; no body is an empty object. Throws Problem "too-large" or "bad-input". */
export async function readJson(request: Request, maxBytes: number): Promise<unknown> {
  const text = await readText(request, maxBytes);
  try {
    return JSON.parse(text || "{}");
  } catch {
    throw new Problem("bad-input", "The body is not JSON.");
  }
}
