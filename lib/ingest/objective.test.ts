import { expect, test } from "vitest";
import { usualGraphRules } from "./model";
import { judge, learnObjective, objectiveOf } from "./objective";

const hours = (n: number, errors: number | null, p95Ms: number | null) =>
  Array.from({ length: n }, () => ({ errors, p95Ms }));

test("an objective is learned from the hours in which a service did well enough, with room, at two digits", () => {
  // Nine of 168 hours were an outage: beyond the worst of twenty, they do not count.
  const week = [...hours(160, 0.004, 123), ...hours(8, 0.6, 4000)];
  expect(learnObjective(week)).toEqual({ errors: 0.008, p95Ms: 190 });
});

test("a service that never fails may fail once in a thousand; one that is a day old has no objective yet", () => {
  expect(learnObjective(hours(24, 0, 10)).errors).toBe(0.001);
  expect(learnObjective(hours(23, 0, 10))).toEqual({ errors: null, p95Ms: null });
  expect(learnObjective([...hours(24, null, 10), ...hours(10, 0.01, null)])).toEqual({
    errors: null,
    p95Ms: 15,
  });
});

test("a person's word goes before what history says, also when it is that there is none", () => {
  const learned = { errors: 0.02, p95Ms: 300 };
  const rules = (services: object, everywhere: object = {}) => ({
    default: { ...usualGraphRules.default, ...everywhere },
    services: services as typeof usualGraphRules.services,
  });
  expect(objectiveOf(usualGraphRules, learned, "a")).toEqual({
    errors: 0.02,
    p95Ms: 300,
    errorsFrom: "learned",
    p95From: "learned",
  });
  expect(
    objectiveOf(rules({ a: { objective: { errors: 0.1, p95Ms: null } } }), learned, "a"),
  ).toEqual({ errors: 0.1, p95Ms: null, errorsFrom: "set", p95From: "none" });
  expect(objectiveOf(rules({}, { errors: 0.05 }), learned, "a")).toMatchObject({
    errors: 0.05,
    errorsFrom: "everywhere",
    p95Ms: 300,
  });
  expect(objectiveOf(rules({}), undefined, "a").errorsFrom).toBe("none");
});

test("an objective is missed when even the least that the share can be lies above it", () => {
  const objective = { errors: 0.01, p95Ms: null };
  expect(judge({ calls: 10, errors: 1, p95: 5 }, objective).level).toBe("ok");
  expect(judge({ calls: 1000, errors: 16, p95: 5 }, objective).level).toBe("ok");
  expect(judge({ calls: 1000, errors: 25, p95: 5 }, objective)).toEqual({
    level: "weak",
    missed: [{ signal: "errors", far: false, says: "2.5 % of requests fail, objective 1 %" }],
  });
  expect(judge({ calls: 1000, errors: 50, p95: 5 }, objective).level).toBe("strong");
  expect(judge({ calls: 0, errors: 0, p95: null }, objective).level).toBe("ok");
});

test("latency is judged of 20 requests and more, and twice the objective is STRONG", () => {
  const objective = { errors: null, p95Ms: 200 };
  expect(judge({ calls: 19, errors: 0, p95: 900 }, objective).level).toBe("ok");
  expect(judge({ calls: 20, errors: 0, p95: 200 }, objective).level).toBe("ok");
  expect(judge({ calls: 20, errors: 0, p95: 201 }, objective).level).toBe("weak");
  expect(judge({ calls: 20, errors: 0, p95: 1420 }, objective).missed[0]?.says).toBe(
    "p95 1.42 s, objective 200 ms",
  );
  expect(judge({ calls: 20, errors: 0, p95: 1420 }, objective).level).toBe("strong");
});
