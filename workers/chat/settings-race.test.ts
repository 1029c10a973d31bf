import net, { type AddressInfo, type Socket } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { slackStub } from "@/lib/integrations/channels/stub-slack";
import { fresh, setTheStage } from "../jobs/guilty-deploy";
import { beginChat, changeChannel, freshCard } from "./chat-stage";

setTheStage(process.env.DATABASE_URL ?? "");

/** A way to the database that holds who comes until it is opened, and can drop who is there. */
const gate = {
  waiting: [] as (() => void)[],
  open: false,
  through: [] as Socket[],
  swing(open: boolean) {
    gate.open = open;
    if (open) for (const go of gate.waiting.splice(0)) go();
  },
  drop() {
    for (const socket of gate.through.splice(0)) socket.destroy();
  },
};
const server = net.createServer((near) => {
  const go = () => {
    const { hostname, port } = new URL(fresh.url);
    const far = net.connect(Number(port || 5432), hostname);
    gate.through.push(near, far);
    for (const socket of [near, far]) socket.on("error", () => {});
    near.on("close", () => far.destroy());
    far.on("close", () => near.destroy());
    near.pipe(far).pipe(near);
  };
  near.on("error", () => {});
  if (gate.open) go();
  else gate.waiting.push(go);
});
let chat: Awaited<ReturnType<typeof beginChat>>;

beforeAll(async () => {
  await slackStub.listen();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
  gate.drop();
  server.close();
  await slackStub.close();
});
beforeEach(async () => {
  gate.swing(false);
  await freshCard();
  const url = new URL(fresh.url);
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  chat = await beginChat(String(url));
  return () => {
    gate.swing(true);
    return chat.stop();
  };
});

/** 401: the channel takes presses, and asks for a signature; 404: it takes none. */
const status = async () =>
  (await fetch(`http://127.0.0.1:${chat.port}/slack/slack/events`, { method: "POST" })).status;
async function becomes(wanted: number) {
  while ((await status()) !== wanted) await new Promise((resolve) => setTimeout(resolve, 20));
}

test("a change that is made before anybody listens is taken up as soon as somebody does", async () => {
  expect(await status()).toBe(401);
  await changeChannel({ enabled: false });
  expect(await status()).toBe(401);
  gate.swing(true);
  await becomes(404);
});

test("a change that is made while the connection was away is taken up when it is back", async () => {
  gate.swing(true);
  await changeChannel({ enabled: false });
  await becomes(404);
  gate.swing(false);
  gate.drop();
  await changeChannel({ enabled: true });
  expect(await status()).toBe(404);
  gate.swing(true);
  await becomes(401);
});
