import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  connectOutgoing,
  fetchOutgoing,
  guardedLookup,
  OutgoingRefused,
  outgoingAgent,
} from "./outgoing";

let port = 0;
const seen: string[] = [];
const server = http.createServer((req, res) => {
  seen.push(`${req.method} ${req.url} host=${req.headers.host}`);
  if (req.url === "/away") {
    res.writeHead(302, { location: "http://169.254.169.254/latest/meta-data/" }).end();
  } else if (req.url === "/slow") {
    res.writeHead(200).write("beginning");
  } else if (req.url === "/flood") {
    res.writeHead(200);
    const more = () => {
      while (!res.destroyed && res.write("x".repeat(1 << 16)));
      res.once("drain", more);
    };
    more();
  } else if (req.url === "/cut") {
    res.writeHead(200, { "content-length": "100" }).write("half");
    setTimeout(() => res.destroy(), 20);
  } else {
    const chunks: Buffer[] = [];
    req.on("data", (chunk) => chunks.push(chunk));
    req.on("end", () =>
      res.writeHead(201, { "content-type": "text/plain" }).end(`got ${Buffer.concat(chunks)}`),
    );
  }
});
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const open = { allow: ["127.0.0.1"] };
const at = (path: string) => `http://127.0.0.1:${port}${path}`;

test("an allowed address gets the request as it is and its answer comes back whole", async () => {
  const answer = await fetchOutgoing(
    at("/echo"),
    { method: "POST", body: "grüße", headers: { "x-a": "1" } },
    open,
  );
  expect(answer.status).toBe(201);
  expect(answer.headers.get("content-type")).toBe("text/plain");
  expect(await answer.text()).toBe("got grüße");
});

test("an address written out in any notation is refused before anything is sent", async () => {
  seen.length = 0;
  const ways = [
    at("/echo"),
    `http://localhost:${port}/echo`,
    `http://0x7f000001:${port}/echo`,
    `http://2130706433:${port}/echo`,
    `http://127.1:${port}/echo`,
    `http://[::ffff:127.0.0.1]:${port}/echo`,
    `http://0:${port}/echo`,
    "http://169.254.169.254/latest/meta-data/",
  ];
  for (const way of ways)
    await expect(fetchOutgoing(way, {}, { allow: [] }), way).rejects.toBeInstanceOf(
      OutgoingRefused,
    );
  expect(seen).toEqual([]);
});

test("other protocols and addresses with a password in them are refused", async () => {
  for (const url of ["file:///etc/passwd", "gopher://x/", "http://u:p@example.com/", "nonsense"])
    await expect(fetchOutgoing(url, {}, open)).rejects.toBeInstanceOf(OutgoingRefused);
});

test("a redirect is an answer, not a way to somewhere else", async () => {
  const answer = await fetchOutgoing(at("/away"), {}, open);
  expect(answer.status).toBe(302);
});

test("answers that are too large, never end or break off are errors", async () => {
  await expect(fetchOutgoing(at("/flood"), {}, { ...open, maxBytes: 100_000 })).rejects.toThrow(
    "larger than 100000 bytes",
  );
  await expect(fetchOutgoing(at("/slow"), {}, { ...open, timeoutMs: 80 })).rejects.toThrow(
    "no answer within 0.08 s",
  );
  await expect(fetchOutgoing(at("/cut"), {}, open)).rejects.toThrow("aborted");
});

test("a look-up hands on only checked addresses, in both shapes that Node asks for", async () => {
  const ask = (allow: string[], all: boolean) =>
    new Promise<unknown>((resolve) =>
      guardedLookup(80, { allow })("localhost", { all }, (error, address) =>
        resolve(error ? error.message : address),
      ),
    );
  expect(await ask([], false)).toContain("is a loopback address, which Sitroom does not call");
  expect(await ask(["localhost"], false)).toMatch(/^(127\.0\.0\.1|::1)$/);
  expect(await ask(["localhost"], true)).toContainEqual({ address: "127.0.0.1", family: 4 });
});

test("a library with our agent is held to the same addresses", async () => {
  const get = (allow: string[]) =>
    new Promise<number | string>((resolve) => {
      const request = http.get(at("/echo"), { agent: outgoingAgent("http:", { allow }) }, (res) => {
        res.resume();
        resolve(res.statusCode ?? 0);
      });
      request.on("error", (error) => resolve(error.name));
    });
  expect(await get(["127.0.0.1"])).toBe(201);
  expect(await get([])).toBe("OutgoingRefused");
});

test("a plain connection is held to the same addresses, names and ports", async () => {
  const to = (host: string, allow: string[]) =>
    connectOutgoing({ host, port }, { allow }).then(
      (socket) => {
        socket.destroy();
        return "connected";
      },
      (error: Error) => `${error.name}: ${error.message}`,
    );
  expect(await to("127.0.0.1", ["127.0.0.1"])).toBe("connected");
  expect(await to("127.0.0.1", [`127.0.0.1:${port}`])).toBe("connected");
  expect(await to("localhost", ["localhost"])).toBe("connected");
  expect(await to("127.0.0.1", [])).toMatch(/^OutgoingRefused: 127.0.0.1 is a loopback address/);
  expect(await to("localhost", [])).toMatch(/^OutgoingRefused: localhost \(.*\) is a loopback/);
  expect(await to("127.0.0.1", [`127.0.0.1:${port + 1}`])).toMatch(/^OutgoingRefused/);
  expect(await to("[::ffff:169.254.169.254]", [])).toMatch(/^OutgoingRefused/);
  expect(await to("2130706433", [])).toMatch(/^OutgoingRefused/);
});
