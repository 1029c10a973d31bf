import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import type { Command } from "../executor";
import { holdsTheContract } from "./contract";
import { makeExecutor } from "./index";
import { openTroubledServer, type StubCase } from "./stub-server";

/** Where a real Unleash is, and a token that may do everything there: `npm run try:unleash` sets both. */
const url = process.env.UNLEASH_URL ?? "";
const secret = process.env.UNLEASH_ADMIN_TOKEN ?? "";
const root = "/api/admin/projects/default/features";

async function ask(method: string, path: string, body?: object): Promise<unknown> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { authorization: secret, ...(body ? { "content-type": "application/json" } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (!response.ok)
    throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  const text = await response.text();
  return text === "" ? null : JSON.parse(text);
}

/** How often the flag was switched off, as Unleash's own event log tells it. */
const switchedOff = async (): Promise<number> => {
  const where = "feature=IS:new-tax&type=IS:feature-environment-disabled";
  return z
    .object({ total: z.number() })
    .parse(await ask("GET", `/api/admin/search/events?${where}`)).total;
};
const read = async () => {
  const feature = z
    .object({ environments: z.array(z.object({ name: z.string(), enabled: z.boolean() })) })
    .parse(await ask("GET", `${root}/new-tax`));
  return feature.environments.find((e) => e.name === "production")?.enabled ? "on" : "off";
};
const turn = (word: "on" | "off") => ask("POST", `${root}/new-tax/environments/production/${word}`);

/** The real one, behind a server that can lose, break or hold up its answers. */
const stub = openTroubledServer(async ({ method, url: path, headers, raw }) => {
  const { authorization = "", "content-type": type } = headers;
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { authorization, ...(type ? { "content-type": type } : {}) },
    ...(raw === "" ? {} : { body: raw }),
  });
  const text = await response.text();
  const value = text === "" ? undefined : JSON.parse(text);
  const given = response.headers.get("content-type");
  return { status: response.status, value, headers: given ? { "content-type": given } : {} };
});
let before = 0;
const real: StubCase = {
  kind: "unleash",
  stub,
  secret,
  config: () => ({ url: stub.url }),
  target: "flag:new-tax",
  from: "on",
  to: "off",
  action: "flag-off",
  unknown: "flag:nobody",
  async reset() {
    await turn("on");
    before = await switchedOff();
  },
  runs: read,
  done: async () => (await switchedOff()) - before,
  async drift() {
    await turn("off");
    before = await switchedOff();
  },
  finish: () => undefined,
  neverFails: true,
};

describe.skipIf(url === "")("a real Unleash", () => {
  beforeAll(async () => {
    await stub.listen();
    await ask("POST", root, { name: "new-tax", type: "release" });
    await ask("POST", root, { name: "old-tax", type: "release" });
  });
  afterAll(() => stub.close());
  holdsTheContract(real);

  const executor = (config: object = {}) => {
    const made = makeExecutor("unleash", { url: stub.url, ...config }, secret, {
      now: () => Date.now(),
      outgoing: { allow: ["127.0.0.1"] },
    });
    if (!made) throw new Error("unleash does not execute");
    return made;
  };
  const command: Command = {
    id: "remedy_1",
    action: "flag-off",
    target: real.target,
    from: "on",
    to: "off",
    plan: "abc",
    requestedBy: "Ada",
    sentAt: null,
  };

  test("off, taken back by the undo, and off again", async () => {
    await executor().execute(command);
    expect(await read()).toBe("off");
    const back = executor().undo(command);
    if (!back) throw new Error("there is no way back");
    await executor().execute({ ...command, ...back, id: "remedy_2" });
    expect(await read()).toBe("on");
    await executor().execute({ ...command, id: "remedy_3" });
    expect([await read(), await real.done()]).toEqual(["off", 2]);
  });

  test("an archived flag, another project and another environment are refused in words", async () => {
    await ask("DELETE", `${root}/old-tax`);
    await expect(executor().current("flag:old-tax")).rejects.toThrow(
      "answered 404: Could not find feature flag with name old-tax",
    );
    await expect(executor({ project: "nowhere" }).current("flag:new-tax")).rejects.toThrow(
      `There's no feature named "new-tax" in project "nowhere"`,
    );
    await expect(executor({ environment: "moon" }).current("flag:new-tax")).rejects.toThrow(
      "new-tax has no environment moon in Unleash.",
    );
  });
});
