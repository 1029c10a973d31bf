import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Anomaly } from "@/lib/detect/model";
import { digraph } from "@/lib/graph/digraph";
import { fillUrl, type HttpStep, httpStep, isListedHost } from "./http-step";
import { askHttp } from "./http-step-store";
import type { Scene } from "./scene";

const t0 = Date.UTC(2026, 10, 22, 12);
const member = (service: string, startedAt: number) =>
  ({ service, metric: "service.errors", startedAt }) as Anomaly;
const scene: Scene = {
  situationId: 1,
  now: t0 + 60_000,
  onsetAt: t0,
  members: [member("gateway", t0 + 5000), member("pay/ments", t0)],
  graph: digraph([]),
  silent: new Set(),
  changes: [],
  services: [],
};

let port = 0;
const seen: string[] = [];
const server = http.createServer((req, res) => {
  seen.push(`${req.method} ${req.url}`);
  if (req.url?.startsWith("/away"))
    res.writeHead(302, { location: "http://169.254.169.254/" }).end();
  else if (req.url?.startsWith("/never")) return;
  else if (req.url?.startsWith("/flood")) res.end("x".repeat(5000));
  else if (req.url?.startsWith("/down")) res.writeHead(503).end("maintenance");
  else
    res
      .writeHead(200, { "content-type": "application/json" })
      .end('{"status":{"indicator":"major"},"queues":[{"depth":12}]}');
});
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});
beforeEach(() => {
  seen.length = 0;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const step = (path: string, more: Record<string, unknown> = {}): HttpStep =>
  httpStep.parse({ http: "status", url: `http://127.0.0.1:${port}${path}`, ...more });
const ask = (s: HttpStep, reach: { hosts?: string[]; allow?: string[] } = {}) =>
  askHttp(
    s,
    scene,
    {
      hosts: reach.hosts ?? [`127.0.0.1:${port}`],
      policy: { allow: reach.allow ?? ["127.0.0.1"] },
    },
    { wanted: () => true, signal: new AbortController().signal },
  );

test("a listed host is asked with the service that broke first and the times, each escaped", async () => {
  const found = await ask(step("/status?of={service}&from={from}"));
  expect(found).toMatchObject({
    outcome: "ok",
    says: `127.0.0.1:${port} answers as expected.`,
    votes: [],
  });
  expect(seen).toEqual(["GET /status?of=pay%2Fments&from=2026-11-22T11%3A40%3A00.000Z"]);
});

test("each difference from what is expected is named, and votes for the service", async () => {
  const found = await ask(
    step("/status", {
      expect: {
        status: [200, 204],
        lacks: "major",
        json: [
          { path: "status.indicator", is: "none" },
          { path: "queues.0.depth", below: 10 },
          { path: "queues.1.depth", not: null },
          { path: "queues.0.depth", above: 10 },
        ],
      },
      vote: 1.5,
    }),
  );
  expect(found.outcome).toBe("interesting");
  expect(found.says).toBe(
    `127.0.0.1:${port} does not answer as expected: the text has “major”; status.indicator is "major", not "none"; queues.0.depth is 12, not below 10; queues.1.depth is nothing, not there.`,
  );
  expect(found.votes).toEqual([{ kind: "service", ref: "pay/ments", weight: 1.5 }]);
  expect((await ask(step("/down"))).says).toContain("status 503, not 200");
  expect((await ask(step("/down", { expect: { json: [{ path: "a", is: 1 }] } }))).says).toContain(
    "the answer is not JSON",
  );
});

test("a redirect is not followed, and is what a step may expect", async () => {
  expect(await ask(step("/away"))).toMatchObject({
    outcome: "error",
    says: `127.0.0.1:${port} sends on to http://169.254.169.254/, and redirects are not followed.`,
  });
  expect(seen).toEqual(["GET /away"]);
  expect((await ask(step("/away", { expect: { status: 302 } }))).outcome).toBe("ok");
});

test("nothing is sent to a host that is not listed, nor to a private address that is only listed", async () => {
  const unlisted = await ask(step("/status"), { hosts: ["status.example.com", "127.0.0.1"] });
  expect(unlisted).toMatchObject({ outcome: "error" });
  expect(unlisted.says).toMatch(/is not among the hosts that runbooks may ask/);
  const guarded = await ask(step("/status"), { allow: [] });
  expect(guarded).toMatchObject({ outcome: "error" });
  expect(guarded.says).toMatch(/is a loopback address, which Sitroom does not call/);
  const metadata = await ask(
    { ...step("/"), url: "http://169.254.169.254/latest/meta-data/" },
    {
      hosts: ["169.254.169.254"],
      allow: [],
    },
  );
  expect(metadata.says).toMatch(/link-local, metadata or reserved/);
  expect(seen).toEqual([]);
});

test("time and size are capped; silence means what the step says it means", async () => {
  expect(await ask(step("/never", { timeoutMs: 150 }))).toMatchObject({ outcome: "inconclusive" });
  expect(await ask(step("/never", { timeoutMs: 150, silent: "interesting" }))).toMatchObject({
    outcome: "interesting",
    says: `127.0.0.1:${port} does not answer: no answer within 0.15 s.`,
  });
  const flood = await ask(step("/flood", { maxKiB: 1 }));
  expect(flood).toMatchObject({ outcome: "error" });
  expect(flood.says).toMatch(/larger than 1024 bytes/);
});

test("an address keeps its host and its depth whatever a service is called", () => {
  const values = { service: "..", from: t0, to: t0 };
  expect(fillUrl("https://a.example/of/{service}/health", values)).toBeNull();
  expect(fillUrl("https://a.example/of?x={service}", values)?.search).toBe("?x=..");
  expect(fillUrl("https://a.example/{service}", { ...values, service: "@evil/#?" })?.href).toBe(
    "https://a.example/%40evil%2F%23%3F",
  );
  expect(fillUrl("https://a.example/{service}", { ...values, service: null })).toBeNull();
  for (const url of [
    "https://{service}.example/",
    "https://a.example:{from}/",
    "file:///etc/passwd",
    "https://u:p@a.example/",
    "https://a.example/{secret}",
  ])
    expect(httpStep.safeParse({ http: "x", url }).success, url).toBe(false);
});

test("a list of hosts means ports and subdomains as written", () => {
  const is = (url: string, ...hosts: string[]) => isListedHost(new URL(url), hosts);
  expect(is("https://status.example.com/x", "status.example.com")).toBe(true);
  expect(is("https://status.example.com:8443/x", "status.example.com")).toBe(false);
  expect(is("https://status.example.com:8443/x", "status.example.com:8443")).toBe(true);
  expect(is("https://status.example.com/", "status.example.com:443")).toBe(true);
  expect(is("https://a.b.example.com/", "*.example.com")).toBe(true);
  expect(is("https://example.com/", "*.example.com")).toBe(false);
  expect(is("https://evilexample.com/", "*.example.com")).toBe(false);
});
