import { once } from "node:events";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeSetting } from "@/lib/people/setting-store";
import { instrumented } from "./instrumented";
import { attributes, resource } from "./otlp-json";
import { startForTest } from "./start-for-test";

let s: Awaited<ReturnType<typeof startForTest>>;
beforeAll(async () => {
  s = await startForTest(process.env.DATABASE_URL);
});
afterAll(() => s.stop());

const rows = async <T>(sql: string, values: unknown[]) =>
  (await s.db.pool.query(sql, values)).rows as T[];
const patterns = (service: string) =>
  rows<{ severity: string; text: string; count: number }>(
    "SELECT severity, text, count FROM log_patterns WHERE service = $1 ORDER BY severity, text",
    [service],
  );
const samples = (service: string) =>
  rows<{ severity: string; body: string; trace: string | null; attributes: object }>(
    `SELECT severity, body, encode(trace_id, 'hex') AS trace, attributes FROM log_samples WHERE service = $1 ORDER BY at, body`,
    [service],
  );
const record = (at: number, severityNumber: number, body: string, tags = {}) => ({
  timeUnixNano: `${BigInt(at) * 1_000_000n}`,
  severityNumber,
  body: { stringValue: body },
  attributes: attributes(tags),
});
const send = (of: ReturnType<typeof resource>, logRecords: object[]) =>
  fetch(`${s.url}/v1/logs`, {
    method: "POST",
    headers: { ...s.headers, "content-type": "application/json", "content-encoding": "gzip" },
    body: gzipSync(
      JSON.stringify({ resourceLogs: [{ resource: of, scopeLogs: [{ logRecords }] }] }),
    ),
  });
/** Asks until it holds; the test's own time limit ends it. */
async function until<T>(ask: () => Promise<T>, holds: (found: T) => boolean): Promise<T> {
  for (;;) {
    const found = await ask();
    if (holds(found)) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

test("logs of the stock SDK are counted by pattern, tied to their span, and hold nothing that must not be stored", async () => {
  const log = (severityNumber: number, body: string, tags = {}) => ({
    ...{ severityNumber, body, attributes: tags },
  });
  const child = instrumented(s, "mailer", "do", {
    name: "send",
    logs: [
      log(9, "sent letter 17 to jo@example.com in 12 ms"),
      log(9, "sent letter 18 to sam@example.com in 9 ms"),
      log(17, "card 4111 1111 1111 1111 declined", { "api.token": "abcdef" }),
    ],
  });
  await once(child, "exit");
  expect(await patterns("mailer")).toEqual([
    { severity: "error", text: "card [card] declined", count: 1 },
    { severity: "info", text: "sent letter <*> to [email] in <*> ms", count: 2 },
  ]);
  const kept = await samples("mailer");
  expect(kept.map((k) => k.body).sort()).toEqual([
    "card [card] declined",
    "sent letter 17 to [email] in 12 ms",
  ]);
  expect(kept.find((k) => k.severity === "error")?.attributes).toEqual({ "api.token": "[secret]" });
  const [span] = await rows<{ trace: string }>(
    "SELECT encode(trace_id, 'hex') AS trace FROM spans WHERE service = 'mailer'",
    [],
  );
  expect(kept.map((k) => k.trace)).toEqual([span?.trace, span?.trace]);
});

test("every message is counted exactly once in the series, also one that comes late; samples are few", async () => {
  const of = resource("ledger");
  const now = Date.now();
  const first = Array.from({ length: 240 }, (_, i) => record(now - 25_000, 9, `wrote entry ${i}`));
  expect((await send(of, first)).status).toBe(200);
  const count = () =>
    rows<{ severity: string; n: number }>(
      `SELECT tags->>'severity' AS severity, round(sum(value) * 10) AS n FROM samples JOIN series ON id = series_id
       WHERE metric = 'log.messages' AND service = 'ledger' GROUP BY 1 ORDER BY 1`,
      [],
    );
  await until(count, (c) => c.some((r) => r.n === 240));
  // Its window has been closed.
  await send(of, [
    record(now - 24_000, 17, "disk is full"),
    record(now - 24_000, 9, "wrote entry 7"),
  ]);
  const found = await until(count, (c) => c.some((r) => r.severity === "error" && r.n > 0));
  expect(found).toEqual([
    { severity: "error", n: 1 },
    { severity: "info", n: 241 },
  ]);
  expect(
    await rows(
      `SELECT tags->>'severity' AS severity, round(sum(value) * 10) AS n FROM samples JOIN series ON id = series_id
       WHERE metric = 'log.pattern' AND service = 'ledger' GROUP BY 1 ORDER BY 1`,
      [],
    ),
  ).toEqual(found);
  expect((await samples("ledger")).length).toBeLessThanOrEqual(3);
}, 60_000);

test("a restart goes on with the patterns that are known", async () => {
  const of = resource("steady");
  await send(of, [
    record(Date.now(), 13, "saved the cart of alice"),
    record(Date.now(), 13, "saved the cart of bob"),
  ]);
  const second = await s.start();
  await fetch(`http://127.0.0.1:${second.port}/v1/logs`, {
    method: "POST",
    headers: { ...s.headers, "content-type": "application/json" },
    body: JSON.stringify({
      resourceLogs: [
        {
          resource: of,
          scopeLogs: [{ logRecords: [record(Date.now(), 13, "saved the cart of eve")] }],
        },
      ],
    }),
  });
  await second.stop();
  expect(await patterns("steady")).toEqual([
    { severity: "warn", text: "saved the cart of <*>", count: 3 },
  ]);
});

test("records without words or far from now are rejected, and named by their severity where no number is told", async () => {
  const of = resource("picky");
  const named = { ...record(Date.now(), 0, "stack smashed"), severityText: "CRITICAL" };
  const answer = await send(of, [
    named,
    record(Date.now(), 9, ""),
    record(Date.now() - 40 * 86_400_000, 9, "old news"),
  ]);
  expect(await answer.json()).toMatchObject({ partialSuccess: { rejectedLogRecords: "2" } });
  expect(await patterns("picky")).toEqual([{ severity: "fatal", text: "stack smashed", count: 1 }]);
});

test("a rule of one's own holds for logs and spans without a restart", async () => {
  await writeSetting(s.db.prisma, "redaction", {
    ...{ cards: true, emails: true, secrets: true, names: [] },
    patterns: [{ name: "room", pattern: "room [0-9]{3}" }],
  });
  const of = resource("desk");
  const kept = async () => {
    await send(of, [record(Date.now(), 9, "guest of room 217 left")]);
    return patterns("desk");
  };
  const found = await until(kept, (p) => p.some((x) => x.text.includes("[room]")));
  expect(found.map((p) => p.text)).toContain("guest of [room] left");
}, 30_000);
