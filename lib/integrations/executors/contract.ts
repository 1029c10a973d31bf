import { beforeEach, expect, test } from "vitest";
import { type Command, ExecutorBusy, ExecutorRefused } from "../executor";
import type { IntegrationKind } from "../model";
import { makeExecutor } from "./index";
import type { StubCase } from "./stub-server";

const now = Date.UTC(2026, 10, 23, 9);

/** What every executor must do, against a peer that can be made to misbehave. Whoever calls has it listening. */
export function holdsTheContract(its: StubCase): void {
  let clock = now;
  const open = (secret = its.secret, timeoutMs = 10_000) => {
    const executor = makeExecutor(its.kind as IntegrationKind, its.config(), secret, {
      now: () => clock,
      outgoing: { allow: ["127.0.0.1"], timeoutMs },
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
  beforeEach(async () => {
    clock = now;
    its.stub.calm();
    await its.reset(now);
  });
  const keptTheDocumentation = () => expect(its.stub.violations).toEqual([]);

  test("tells what runs, and a dry run tells what would happen and changes nothing", async () => {
    expect(await open().current(its.target)).toBe(its.from);
    const says = await open().dryRun(command);
    expect(says.join(" ").length).toBeGreaterThan(20);
    expect([await its.runs(), await its.done()]).toEqual([its.from, 0]);
    keptTheDocumentation();
  });

  test("executes once, tells of it until it has succeeded, and can be taken back", async () => {
    const { statusUrl } = await open().execute(command);
    expect([await its.runs(), await its.done()]).toEqual([its.to, 1]);
    await its.finish("succeeded");
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

  test.each([
    ["is lost", "lost", 10_000],
    ["breaks off in the middle of its JSON", "broken", 10_000],
    ["comes too late", 400, 150],
  ] as const)(
    "an answer that %s does not lead to a second execution",
    async (_, how, timeoutMs) => {
      its.stub.nextAnswer = how;
      // Whoever answers without a body has nothing that could break off.
      const first = await open(its.secret, timeoutMs)
        .execute(command)
        .catch((error: Error) => error);
      expect(first).not.toBeInstanceOf(ExecutorRefused);
      expect(first).toBeInstanceOf(Error);
      const again = { ...command, sentAt: now };
      clock = now + 5_000;
      const { statusUrl } = await open().execute(again);
      await open().execute(again);
      expect([await its.runs(), await its.done()]).toEqual([its.to, 1]);
      await its.finish("succeeded");
      expect(await open().progress(statusUrl)).toMatchObject({ state: "succeeded" });
      keptTheDocumentation();
    },
  );

  test("who died between noting that it sends and sending leaves one execution to do, and it is done once", async () => {
    const again = { ...command, sentAt: now };
    clock = now + 61_000;
    await open().execute(again);
    await open().execute(again);
    expect([await its.runs(), await its.done()]).toEqual([its.to, 1]);
    keptTheDocumentation();
  });

  test("who died before noting where to look finds the same operation again", async () => {
    const first = await open().execute(command);
    clock = now + 5_000;
    expect(await open().execute({ ...command, sentAt: now })).toEqual(first);
    expect(await its.done()).toBe(1);
  });

  test("a target that has moved is refused, dry and in earnest, with what it is at", async () => {
    await its.drift();
    const moved = await its.runs();
    expect(moved).not.toBe(its.from);
    for (const act of ["dryRun", "execute"] as const) {
      if (act === "execute" && moved === its.to) continue;
      const refused = open()[act](command);
      await expect(refused).rejects.toBeInstanceOf(ExecutorRefused);
      await expect(refused).rejects.toThrow(moved.slice(0, 12));
    }
    expect(await its.done()).toBe(0);
    keptTheDocumentation();
  });

  test("an unknown target and a wrong secret are refused in words", async () => {
    const name = its.unknown.replace(/^.*[:/]/, "");
    await expect(open().current(its.unknown)).rejects.toThrow(
      new RegExp(`${name}|no such feature flag`, "i"),
    );
    await expect(open("wrong-secret-0123456789").execute(command)).rejects.toThrow(
      /answered 401: ./,
    );
    expect(await its.done()).toBe(0);
  });

  test("being down may pass: it is no refusal", async () => {
    its.stub.down = true;
    const failed = open().execute(command);
    await expect(failed).rejects.toThrow(/503: down for maintenance/);
    await expect(failed).rejects.not.toBeInstanceOf(ExecutorRefused);
  });

  test("a limit may pass: it is asked again when it says so, and nothing was done", async () => {
    its.stub.busy = 7;
    const failed = open().execute(command);
    await expect(failed).rejects.toBeInstanceOf(ExecutorBusy);
    await expect(failed).rejects.toMatchObject({ waitMs: 7000 });
    expect(await its.done()).toBe(0);
  });

  test.each([
    { status: 500, value: { message: "panic" } },
    { status: 502, value: undefined },
    ...(its.passes ?? []),
  ])(
    "an answer of $status to the command may pass, and the next one does it once",
    async (answer) => {
      its.stub.refusesNext = answer;
      const failed = await open()
        .execute(command)
        .catch((error: Error) => error);
      expect(failed).toBeInstanceOf(Error);
      expect(failed).not.toBeInstanceOf(ExecutorRefused);
      clock = now + 61_000;
      await open().execute({ ...command, sentAt: now });
      expect([await its.runs(), await its.done()]).toEqual([its.to, 1]);
    },
  );

  test.each([
    { status: 400, value: { message: "no such field" } },
    { status: 403, value: { message: "not for you" } },
    { status: 415, value: { message: "media type" } },
    { status: 422, value: { message: "cannot be" } },
    { status: 302, value: undefined, headers: { location: "http://169.254.169.254/" } },
  ])(
    "an answer of $status to the command is a refusal in its own words, and redirects are not followed",
    async (answer) => {
      its.stub.refusesNext = answer;
      const refused = open().execute(command);
      await expect(refused).rejects.toBeInstanceOf(ExecutorRefused);
      await expect(refused).rejects.toThrow(
        new RegExp(`answered ${answer.status}: ${answer.value?.message ?? ""}`),
      );
      expect(await its.done()).toBe(0);
    },
  );

  if (its.neverFails) return;
  test("a failure is told with its reason", async () => {
    const { statusUrl } = await open().execute(command);
    expect(await open().progress(statusUrl)).toMatchObject({ state: "running" });
    await its.finish("failed");
    const told = await open().progress(statusUrl);
    expect(told.state).toBe("failed");
    expect(told.message).toBeTruthy();
    keptTheDocumentation();
  });
}
