import { once } from "node:events";
import { afterAll, beforeAll, expect, test } from "vitest";
import { instrumented } from "./instrumented";
import { startForTest } from "./start-for-test";

let s: Awaited<ReturnType<typeof startForTest>>;
beforeAll(async () => {
  s = await startForTest(process.env.DATABASE_URL);
});
afterAll(() => s.stop());

const stored = async (service: string) =>
  (
    await s.db.pool.query(
      `SELECT encode(span_id, 'hex') AS id, encode(parent_id, 'hex') AS parent, service, name, kind, peer, error, attributes, events,
         duration_us AS us, (extract(epoch FROM start_at) * 1000)::float8 AS at FROM spans WHERE service = $1 ORDER BY start_at, name`,
      [service],
    )
  ).rows;

test("the stock SDK's exception event arrives, and what must not be stored does not", async () => {
  const child = instrumented(s, "checkout", "do", {
    name: "POST /pay",
    attributes: {
      "customer.tier": "gold",
      "customer.mail": "jo@example.com",
      "http.request.header.authorization": "Basic am86c2VjcmV0",
      "url.full": "https://shop.example/pay?card=4111111111111111",
    },
    exception: "card 4111 1111 1111 1111 declined",
    message: "declined for jo@example.com",
  });
  await once(child, "exit");
  const [row] = await stored("checkout");
  expect(row).toMatchObject({ name: "POST /pay", kind: 2, error: true });
  expect(row.attributes).toEqual({
    "customer.tier": "gold",
    "customer.mail": "[email]",
    "http.request.header.authorization": "[secret]",
    "url.full": "https://shop.example/pay?card=[card]",
    "status.message": "declined for [email]",
  });
  expect(row.events[0]).toMatchObject({
    name: "exception",
    attributes: { "exception.message": "card [card] declined" },
  });
});

test("Zipkin spans arrive; a span that client and server share becomes two", async () => {
  const at = (Date.now() - 5_000) * 1000;
  const send = (body: unknown, headers = {}) =>
    fetch(`${s.url}/api/v2/spans`, {
      method: "POST",
      headers: { ...s.headers, "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
  const client = {
    traceId: "5AF7183FB1D4CF5F",
    id: "352bff9a74ca9ad2",
    parentId: "6b221d5bc9e6496c",
    kind: "CLIENT",
    name: "get /api",
    timestamp: at,
    duration: 25_000,
    localEndpoint: { serviceName: "zip-front", ipv4: "10.0.0.1" },
    remoteEndpoint: { serviceName: "zip-back" },
    tags: { "http.method": "GET", error: "timeout" },
  };
  const server = {
    ...client,
    kind: "SERVER",
    shared: true,
    timestamp: at + 3_000,
    duration: 15_000,
    localEndpoint: { serviceName: "zip-back" },
    remoteEndpoint: { serviceName: "zip-front" },
    tags: {},
  };
  expect((await send([client, server, { ...server, id: "nothing" }])).status).toBe(202);
  expect(await stored("zip-front")).toMatchObject([
    {
      id: "352bff9a74ca9ad2",
      parent: "6b221d5bc9e6496c",
      name: "get /api",
      kind: 3,
      peer: "zip-back",
      error: true,
      us: 25_000,
      attributes: { "http.method": "GET", "status.message": "timeout" },
    },
  ]);
  expect(await stored("zip-back")).toMatchObject([
    { parent: "352bff9a74ca9ad2", kind: 2, us: 15_000, error: false, peer: null },
  ]);
  expect((await send({ not: "a list" })).status).toBe(400);
  expect((await send([client], { authorization: "Bearer wrong" })).status).toBe(401);
});
