import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { toolsWith } from "@/workers/messages/tools";
import type { Card } from "../../messages/model";
import { openChannel } from "./index";
import { card, digest, opened } from "./stub-case";

// A real Alertmanager with a receiver of our own behind it: what people would be told.
const binary =
  process.env.ALERTMANAGER_BINARY ??
  ["prometheus-alertmanager", "alertmanager"].find((b) => !spawnSync(b, ["--version"]).error);
const missing = "This test needs a real Alertmanager: apt-get install prometheus-alertmanager";

type Told = { status: string; alerts: { status: string; labels: Record<string, string> }[] };
const told: Told[] = [];
let dir: string;
let receiver: Server;
let program: ChildProcess | undefined;
let url: string;

const listen = async (server: Server): Promise<number> => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
};

async function until<T>(found: () => Promise<T | undefined> | T | undefined): Promise<T> {
  for (;;) {
    const value = await found();
    if (value !== undefined) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

beforeAll(async () => {
  if (!binary) return;
  dir = mkdtempSync(path.join(os.tmpdir(), "alertmanager-"));
  receiver = createServer((req, res) => {
    let body = "";
    req.on("data", (chunk) => {
      body += chunk;
    });
    req.on("end", () => {
      told.push(JSON.parse(body));
      res.end();
    });
  });
  const sink = await listen(receiver);
  const probe = createServer();
  const port = await listen(probe);
  probe.close();
  await once(probe, "close");
  const config = path.join(dir, "alertmanager.yml");
  writeFileSync(
    config,
    `route: { receiver: people, group_by: [situation, severity], group_wait: 0s, group_interval: 1s, repeat_interval: 1h }
receivers: [{ name: people, webhook_configs: [{ url: "http://127.0.0.1:${sink}/", send_resolved: true }] }]
`,
  );
  program = spawn(
    binary,
    [
      `--config.file=${config}`,
      `--storage.path=${dir}`,
      `--web.listen-address=127.0.0.1:${port}`,
      "--cluster.listen-address=",
    ],
    { stdio: "ignore" },
  );
  url = `http://127.0.0.1:${port}`;
  await until(async () => {
    const ready = await fetch(`${url}/-/ready`).catch(() => null);
    return ready?.ok || undefined;
  });
});
afterAll(async () => {
  if (!program) return;
  program.kill();
  await once(program, "exit");
  receiver.close();
  rmSync(dir, { recursive: true, force: true });
});
beforeEach(({ skip }) => {
  if (!binary) skip(missing);
});

const channel = () =>
  openChannel(
    "alertmanager",
    { url },
    {},
    { ...toolsWith({ allow: ["127.0.0.1"] }), now: Date.now },
  );
const begun: Card = { ...card, onsetAt: Date.now() - 60_000, openedAt: Date.now() };
const attempt = { key: "card:7:am", triedAt: null };
const active = async (): Promise<
  { labels: Record<string, string>; annotations: Record<string, string> }[]
> => (await fetch(`${url}/api/v2/alerts?active=true`)).json();
const heard = (status: string, severity: string) =>
  until(() =>
    told.find((t) =>
      t.alerts.some(
        (a) =>
          a.status === status && a.labels.severity === severity && a.labels.situation === "S-7",
      ),
    ),
  );

test("a situation is one alert that is told on, changes its severity, and ends", async () => {
  let ref = await channel().post(begun, opened, [], attempt);
  await channel().post(begun, opened, [], { ...attempt, triedAt: Date.now() });
  await heard("firing", "high");
  const [alert, ...others] = await active();
  expect(others).toEqual([]);
  expect(alert?.labels).toEqual({
    alertname: "SitroomSituation",
    situation: "S-7",
    severity: "high",
    service: "pricing",
  });
  expect(alert?.annotations).toMatchObject({ impact: card.impact, suspect: card.suspect });

  ref = await channel().edit(ref, { ...begun, severity: "critical", services: ["gateway"] }, null);
  await heard("firing", "critical");
  await heard("resolved", "high");
  expect((await active()).map((a) => [a.labels.severity, a.labels.service])).toEqual([
    ["critical", "pricing"],
  ]);

  await channel().edit(ref, { ...begun, severity: "critical", status: "resolved" }, null);
  await heard("resolved", "critical");
  expect(await active()).toEqual([]);
});

test("a digest arrives as an alert of its own", async () => {
  await channel().digest({ ...digest, at: Date.now() }, { key: digest.key, triedAt: null });
  const found = await until(async () =>
    (await active()).find((a) => a.labels.alertname === "SitroomDigest"),
  );
  expect(found.annotations.summary).toBe(digest.says);
});
