import { expect, test } from "vitest";
import { readJson, readText } from "./read-body";

const post = (body: BodyInit, headers: Record<string, string> = {}) =>
  new Request("http://x/", { method: "POST", body, headers, duplex: "half" } as RequestInit);

test("a body is read up to its limit, to the byte", async () => {
  expect(await readText(post("x".repeat(1024)), 1024)).toHaveLength(1024);
  await expect(readText(post("x".repeat(1025)), 1024)).rejects.toMatchObject({ code: "too-large" });
  await expect(readText(post("é".repeat(513)), 1024)).rejects.toMatchObject({ code: "too-large" });
});

test("an endless body without a length is not read on, and one that lies about its length not at all", async () => {
  let sent = 0;
  const endless = new ReadableStream({
    pull(controller) {
      sent += 1024;
      controller.enqueue(new Uint8Array(1024));
    },
  });
  await expect(readText(post(endless), 8192)).rejects.toMatchObject({ code: "too-large" });
  expect(sent).toBeLessThan(16_384);
  const claims = post("x", { "content-length": "1e9" });
  await expect(readText(claims, 8192)).rejects.toMatchObject({ code: "too-large" });
});

test("no body is an empty object, and what is not JSON is said to be so", async () => {
  expect(await readJson(new Request("http://x/", { method: "POST" }), 10)).toEqual({});
  await expect(readJson(post("{"), 10)).rejects.toMatchObject({ code: "bad-input" });
});
