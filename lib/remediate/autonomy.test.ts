import { expect, test } from "vitest";
import { type Judged, levelNow, recordOf } from "./autonomy";
import type { Autonomy } from "./model";

const run = (words: string): Judged[] =>
  [...words].map((c, at) => ({
    at,
    how: c === "+" ? "right" : c === "-" ? "wrong" : "disagreed",
    executed: true,
    automatic: true,
  }));
const set = (level: Autonomy["level"], granted = false): Autonomy => ({
  level,
  granted,
  by: "Ada",
  reason: "to see",
  at: -1,
});
const fresh = { brake: null };

test("five right of five earn the countdown, fifteen of fifteen earn acting at once", () => {
  expect(recordOf([]).earned).toBe("ask");
  expect(recordOf(run("++++")).earned).toBe("ask");
  expect(recordOf(run("+++++")).earned).toBe("countdown");
  expect(recordOf(run("+".repeat(14))).earned).toBe("countdown");
  expect(recordOf(run("+".repeat(15))).earned).toBe("auto");
});

test("a person's no counts against it; it takes more right ones to outweigh", () => {
  expect(recordOf(run("?+++++")).earned).toBe("ask");
  expect(recordOf(run(`?${"+".repeat(11)}`)).earned).toBe("countdown");
});

test("a wrong one starts the record anew, and the totals keep it", () => {
  const record = recordOf(run(`${"+".repeat(20)}-++`));
  expect(record).toMatchObject({ earned: "ask", counted: 2, right: 22, wrong: 1, judged: 23 });
});

test("a plan that did not run and whose suspect was cleared would have been wrong: it starts the record anew too", () => {
  const silent = { at: 99, how: "wrong", executed: false, automatic: false } as const;
  expect(recordOf([...run("+++++"), silent])).toMatchObject({
    earned: "ask",
    wrong: 0,
    wouldHaveBeenWrong: 1,
    precision: null,
  });
});

test("what is set is the ceiling of what is earned", () => {
  expect(levelNow(set("auto"), run("+++++"), fresh).level).toBe("countdown");
  expect(levelNow(set("ask"), run("+".repeat(20)), fresh).level).toBe("ask");
  expect(levelNow(set("observe"), run("+".repeat(20)), fresh).level).toBe("observe");
});

test("a granted level needs no record, and one wrong run takes it back, whoever approved it", () => {
  expect(levelNow(set("auto", true), [], fresh).level).toBe("auto");
  expect(levelNow(set("auto", true), run("-"), fresh).level).toBe("ask");
  const byHand = [{ at: 0, how: "wrong", executed: true, automatic: false }] as const;
  expect(levelNow(set("auto", true), byHand, fresh).level).toBe("ask");
  expect(levelNow({ ...set("auto", true), at: 1 }, byHand, fresh).level).toBe("auto");
  const silent = [{ ...byHand[0], executed: false }];
  expect(levelNow(set("auto", true), silent, fresh).level).toBe("auto");
});

test("while our own data lag nothing goes beyond a hint", () => {
  expect(levelNow(set("auto", true), [], { brake: "We are late." }).level).toBe("hint");
  expect(levelNow(set("observe"), [], { brake: "We are late." }).level).toBe("observe");
});
