import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Command, ExecutorRefused } from "../executor";
import type { IntegrationKind } from "../model";
import { makeExecutor } from "./index";
import { argoCdStub } from "./stub-argo-cd";
import { argoRolloutsStub, kubernetesStub } from "./stub-cluster";
import { launchDarklyStub, unleashStub } from "./stub-flags";
import { githubStub } from "./stub-github";
import { webhookStub } from "./stub-webhook";

const now = Date.UTC(2026, 10, 23, 9);
let clock = now;
const stubs = [
  webhookStub,
  kubernetesStub,
  argoRolloutsStub,
  argoCdStub,
  githubStub,
  unleashStub,
  launchDarklyStub,
];

beforeAll(async () => {
  for (const stub of new Set(stubs.map((s) => s.stub))) await stub.listen();
});
afterAll(async () => {
  for (const stub of new Set(stubs.map((s) => s.stub))) await stub.close();
});

describe.each(stubs)("$kind", (its) => {
  const open = (secret = its.secret) => {
    const executor = makeExecutor(its.kind as IntegrationKind, its.config(), secret, {
      now: () => clock,
      outgoing: { allow: ["127.0.0.1"] },
    });
    if (!executor) throw new Error(`${its.kind} does not execute`);
    return executor;
  };
  const command: Command = {
    id: "remedy_1b9d6bcd",
    action: its.action,
    target: its.target,
    from: its.from,
    to: its.to,
    plan: "abc",
    requestedBy: "Ada",
    sentAt: null,
  };
  beforeEach(() => {
    clock = now;
    its.reset(now);
    Object.assign(its.stub, { down: false, dropAnswer: false, violations: [] });
  });
  const keptTheDocumentation = () => expect(its.stub.violations).toEqual([]);

  test("tells what runs, and a dry run tells what would happen and changes nothing", async () => {
    expect(await open().current(its.target)).toBe(its.from);
    const says = await open().dryRun(command);
    expect(says.join(" ").length).toBeGreaterThan(20);
    expect([its.runs(), its.done()]).toEqual([its.from, 0]);
    keptTheDocumentation();
  });

  test("executes once, tells of it until it has succeeded, and can be taken back", async () => {
    const { statusUrl } = await open().execute(command);
    expect([its.runs(), its.done()]).toEqual([its.to, 1]);
    its.finish("succeeded");
    expect(await open().progress(statusUrl)).toMatchObject({ state: "succeeded" });
    expect(await open().current(its.target)).toBe(its.to);
    expect(open().undo(command)).toEqual({
      action: its.action,
      target: its.target,
      from: its.to,
      to: its.from,
    });
    keptTheDocumentation();
  });

  test("an answer that was lost does not lead to a second execution", async () => {
    its.stub.dropAnswer = true;
    await expect(open().execute(command)).rejects.not.toBeInstanceOf(ExecutorRefused);
    const again = { ...command, sentAt: now };
    clock = now + 5_000;
    const { statusUrl } = await open().execute(again);
    await open().execute(again);
    expect([its.runs(), its.done()]).toEqual([its.to, 1]);
    its.finish("succeeded");
    expect(await open().progress(statusUrl)).toMatchObject({ state: "succeeded" });
    keptTheDocumentation();
  });

  test("a target that has moved is refused, dry and in earnest, with what it is at", async () => {
    its.drift();
    const moved = its.runs();
    expect(moved).not.toBe(its.from);
    for (const act of ["dryRun", "execute"] as const) {
      if (act === "execute" && moved === its.to) continue;
      const refused = open()[act](command);
      await expect(refused).rejects.toBeInstanceOf(ExecutorRefused);
      await expect(refused).rejects.toThrow(moved.slice(0, 12));
    }
    expect(its.done()).toBe(0);
    keptTheDocumentation();
  });

  test("an unknown target and a wrong secret are refused in words", async () => {
    const name = its.unknown.replace(/^.*[:/]/, "");
    await expect(open().current(its.unknown)).rejects.toThrow(
      new RegExp(`${name}|no such feature`, "i"),
    );
    await expect(open("wrong-secret-0123456789").execute(command)).rejects.toThrow(
      /answered 401: invalid credentials/,
    );
    expect(its.done()).toBe(0);
  });

  test("being down may pass: it is no refusal", async () => {
    its.stub.down = true;
    const failed = open().execute(command);
    await expect(failed).rejects.toThrow(/503: down for maintenance/);
    await expect(failed).rejects.not.toBeInstanceOf(ExecutorRefused);
  });

  if (its.neverFails) return;
  test("a failure is told with its reason", async () => {
    const { statusUrl } = await open().execute(command);
    expect(await open().progress(statusUrl)).toMatchObject({ state: "running" });
    its.finish("failed");
    const told = await open().progress(statusUrl);
    expect(told.state).toBe("failed");
    expect(told.message).toBeTruthy();
    keptTheDocumentation();
  });
});
