import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import http from "node:http";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { signWebhook, verifyWebhook } from "../lib/integrations/standard-webhooks";

const secrets = { changes: "changes-secret", command: "command-secret" };
type Told = { id: string; kind: string; service: string; status: string; [key: string]: unknown };
type Running = { base: string; child: ChildProcess };

/** A receiver of change events that refuses the first one it gets, as one that is still starting would. */
async function receiver() {
  const told: Told[] = [];
  let refusals = 1;
  const server = http.createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    if (refusals-- > 0) {
      response.writeHead(503).end();
      return;
    }
    verifyWebhook({ secret: secrets.changes, headers: request.headers, body, now: Date.now() });
    told.push(JSON.parse(body));
    response.writeHead(202).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  return { told, url: `http://127.0.0.1:${port}/changes`, close: () => server.close() };
}

async function startFleet(changesUrl: string): Promise<Running> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, "main.mjs")], {
    env: {
      ...process.env,
      FLEET_PORT: "0",
      FLEET_CHANGES_URL: changesUrl,
      FLEET_CHANGES_SECRET: secrets.changes,
      FLEET_COMMAND_SECRET: secrets.command,
      FLEET_RATE: "25",
      FLEET_HICCUPS: "0",
    },
    stdio: ["ignore", "pipe", "ignore"],
  });
  let out = "";
  for await (const chunk of child.stdout ?? []) {
    out += chunk;
    const ready = /^fleet ready (.*)$/m.exec(out);
    if (ready) return { base: JSON.parse(ready[1] ?? "").deployer, child };
  }
  throw new Error(`the fleet ended before it was ready: ${out}`);
}

const post = async (url: string, body: unknown = {}, headers: Record<string, string> = {}) => {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const response = await fetch(url, { method: "POST", body: text, headers });
  return { status: response.status, value: await response.json() };
};
const get = async (url: string) => (await fetch(url)).json();

async function until<T>(what: () => Promise<T | undefined | false>, seconds = 30): Promise<T> {
  const end = Date.now() + seconds * 1000;
  while (Date.now() < end) {
    const found = await what();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("it did not happen in time");
}
const succeeded = (statusUrl: string) =>
  until(async () => {
    const operation = await get(statusUrl);
    if (operation.state === "failed") throw new Error(operation.message);
    return operation.state === "succeeded" && operation;
  });

const alive = (pid: number) => {
  try {
    // A killed process whose parent has not asked for its end yet is a zombie: it does not run.
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
};
const childrenOf = (pid: number) =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").map(Number);

let changes: Awaited<ReturnType<typeof receiver>>;
let fleet: Running;
beforeAll(async () => {
  changes = await receiver();
  fleet = await startFleet(changes.url);
});
afterAll(() => {
  fleet.child.kill();
  changes.close();
});

test("a deploy under load drops no request, really runs the other version, and is told as started and succeeded", async () => {
  const { value } = await post(`${fleet.base}/deploys`, { service: "gateway", version: "v19" });
  const operation = await succeeded(value.statusUrl);
  expect(operation.steps.at(-1).says).toBe("gateway runs v19");
  const before = (await get(`${fleet.base}/health`)).visitors.ok;
  const { visitors } = await until(async () => {
    const health = await get(`${fleet.base}/health`);
    return health.visitors.ok > before + 100 && health;
  });
  expect(visitors).toMatchObject({ failed: 0, unanswered: 0 });

  const services = await get(`${fleet.base}/services`);
  const gateway = services.find((s: { name: string }) => s.name === "gateway");
  expect(gateway.instances.map((i: { version: string }) => i.version)).toEqual(["v19", "v19"]);

  const told = await until(async () => {
    const of = changes.told.filter((c) => c.service === "gateway");
    return of.length === 2 && of;
  });
  expect(told.map((c) => c.status)).toEqual(["started", "succeeded"]);
  expect(told[0]?.id).toBe(told[1]?.id);
  expect(told[1]).toMatchObject({
    kind: "deploy",
    from: "v18",
    to: "v19",
    undo: { integration: "demo-deployer", target: "gateway", to: "v18" },
  });
}, 60_000);

test("a command runs once however often it is sent, and its change names it as the cause", async () => {
  await post(`${fleet.base}/faults/feature-flag`);
  await until(async () => {
    const { current } = await get(`${fleet.base}/targets/flag:instant-confirmation`);
    return current === "on";
  });
  const body = JSON.stringify({
    action: "flag-off",
    target: "flag:instant-confirmation",
    from: "on",
    to: "off",
    plan: "abc",
    requestedBy: "Ada",
  });
  const headers = signWebhook({ secret: secrets.command, id: "msg-1", body, now: Date.now() });
  const first = await post(`${fleet.base}/commands`, body, headers);
  const second = await post(`${fleet.base}/commands`, body, headers);
  expect(first.status).toBe(202);
  expect(second).toEqual(first);
  await succeeded(first.value.statusUrl);
  expect((await get(`${fleet.base}/targets/flag:instant-confirmation`)).current).toBe("off");
  const own = await until(async () => {
    const of = changes.told.filter((c) => c.service === "booking" && c.to === "off");
    return of.length === 2 && of;
  });
  expect(own[0]).toMatchObject({ author: "Ada", details: { cause: "msg-1" } });

  const again = await post(
    `${fleet.base}/commands`,
    body,
    signWebhook({ secret: secrets.command, id: "msg-2", body, now: Date.now() }),
  );
  expect(again.status).toBe(202);
  const drifted = body.replace('"from":"on"', '"from":"half"').replace('"to":"off"', '"to":"on"');
  const refused = await post(
    `${fleet.base}/commands`,
    drifted,
    signWebhook({ secret: secrets.command, id: "msg-3", body: drifted, now: Date.now() }),
  );
  expect(refused).toEqual({
    status: 409,
    value: { error: "flag:instant-confirmation is at off, not at half" },
  });
}, 60_000);

test("a forged, an old and an unsigned command are refused", async () => {
  const body = JSON.stringify({ action: "rollback", target: "pricing", to: "v42" });
  const forged = signWebhook({ secret: "another", id: "x", body, now: Date.now() });
  const old = signWebhook({ secret: secrets.command, id: "x", body, now: Date.now() - 400_000 });
  for (const headers of [forged, old, {}])
    expect((await post(`${fleet.base}/commands`, body, headers)).status).toBe(401);
  expect((await get(`${fleet.base}/targets/pricing`)).current).toBe("v41");
});

test("a crashed instance is replaced by one of the same version", async () => {
  const pids = async (): Promise<number[]> =>
    (await get(`${fleet.base}/services`))
      .find((s: { name: string }) => s.name === "payment")
      .instances.map((i: { pid: number }) => i.pid);
  const [victim = 0] = await pids();
  process.kill(victim, "SIGKILL");
  await until(async () => {
    const now = await pids();
    return now.length === 2 && !now.includes(victim);
  });
}, 60_000);

test("when the parent is killed no child stays, and SIGTERM ends everything", async () => {
  const pid = fleet.child.pid ?? 0;
  const children = childrenOf(pid);
  expect(children.length).toBeGreaterThanOrEqual(19);
  fleet.child.kill("SIGKILL");
  await until(async () => !children.some(alive));

  fleet = await startFleet(changes.url);
  const next = childrenOf(fleet.child.pid ?? 0);
  fleet.child.kill("SIGTERM");
  await until(async () => ![fleet.child.pid ?? 0, ...next].some(alive));
}, 60_000);
