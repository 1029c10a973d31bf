import { expect, test } from "vitest";
import { prepareObjective } from "./prepare-objective";

test("a share is typed in percent, with a comma or a point; empty is no promise", () => {
  expect(prepareObjective({ errors: "0,5", p95: "250" })).toEqual({
    ok: true,
    objective: { errors: 0.005, p95Ms: 250 },
  });
  expect(prepareObjective({ errors: " ", p95: "" })).toEqual({
    ok: true,
    objective: { errors: null, p95Ms: null },
  });
});

test("what is no sensible number is told of its own field", () => {
  expect(prepareObjective({ errors: "0", p95: "250" })).toEqual({
    ok: false,
    errors: "A share above 0 and up to 100 %.",
    p95: null,
  });
  expect(prepareObjective({ errors: "1", p95: "soon" })).toEqual({
    ok: false,
    errors: null,
    p95: "A time above 0 and up to 600,000 ms.",
  });
});
