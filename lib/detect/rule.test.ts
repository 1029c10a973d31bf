import { expect, test } from "vitest";
import { compileExpression, parseExpression } from "@/lib/series/expression";
import { counts } from "./model";
import { type Made, planRule, type Rule, type RuleSeries, recipeOf, type Step } from "./rule";

const rule: Rule = {
  id: "5xx",
  title: "5xx limits",
  target: "metric = http.5xx",
  algorithm: "constant-threshold",
  params: {},
  counts: counts.parse({ direction: "above" }),
  trainer: { name: "quartile", params: { side: "above" } },
  days: 28,
};
const series = (id: number, tags: Record<string, string>): RuleSeries => ({
  id,
  metric: "http.5xx",
  tags,
});
const matched = [
  series(1, { service: "pricing" }),
  series(2, { service: "pricing", route: 'GET "x"' }),
  series(3, { service: "and", route: "GET *" }),
];
const facts = { matched, siblings: matched };
const what = (steps: Step[]) => steps.map((s) => [s.seriesId, s.what]);
const madeOf = (steps: Step[], change: Partial<Made> = {}): Made[] =>
  steps.map((s) => ({
    detectorId: `5xx-${s.seriesId}`,
    title: s.title,
    seriesId: s.seriesId,
    target: s.target,
    recipe: recipeOf(rule),
    author: "5xx limits",
    trainedTo: 1000,
    ended: false,
    ...change,
  }));

test("every series gets a detector whose own target is true of it alone", () => {
  const steps = planRule(rule, { ...facts, made: [] });
  expect(what(steps)).toEqual([
    [1, "create"],
    [2, "create"],
    [3, "create"],
  ]);
  expect(steps.map((s) => s.title)).toEqual([
    "5xx limits: pricing",
    '5xx limits: GET "x" pricing',
    "5xx limits: GET * and",
  ]);
  for (const step of steps) {
    const matches = compileExpression(parseExpression(step.target));
    expect(matched.filter((s) => matches(s.metric, s.tags)).map((s) => s.id)).toEqual([
      step.seriesId,
    ]);
  }
});

test("the same again changes nothing, also when the stored settings come back in another order", () => {
  const made = madeOf(planRule(rule, { ...facts, made: [] }));
  const shuffled = { ...rule, trainer: { params: { side: "above" }, name: "quartile" } };
  expect(planRule(shuffled, { ...facts, made }).every((s) => s.what === "keep")).toBe(true);
});

test("another wish changes all, an edit by hand stays, a series that left is removed", () => {
  const made = madeOf(planRule(rule, { ...facts, made: [] }));
  const wider = { ...rule, days: 14 };
  const edited = made.map((m) => (m.seriesId === 2 ? { ...m, recipe: null, author: "Mira" } : m));
  const steps = planRule(wider, { ...facts, matched: matched.slice(0, 2), made: edited });
  expect(what(steps)).toEqual([
    [1, "change"],
    [2, "keep"],
    [3, "remove"],
  ]);
  expect(steps[1]?.why).toBe("Edited by Mira");
});

test("what the rule has switched off stays off, until its series is matched again", () => {
  const made = madeOf(planRule(rule, { ...facts, made: [] }), { ended: true });
  expect(planRule(rule, { ...facts, matched: [], made })).toEqual([]);
  expect(what(planRule(rule, { ...facts, made }))[0]).toEqual([1, "change"]);
});

test("training again takes only what knows nothing newer", () => {
  const made = madeOf(planRule(rule, { ...facts, made: [] }));
  const [first] = made;
  if (first) first.trainedTo = 5000;
  expect(what(planRule(rule, { ...facts, made, retrainBefore: 2000 }))).toEqual([
    [1, "keep"],
    [2, "change"],
    [3, "change"],
  ]);
});

test("a series that appears with a tag more makes the others leave it out", () => {
  const made = madeOf(
    planRule(rule, {
      matched: [matched[0] as RuleSeries],
      siblings: [matched[0] as RuleSeries],
      made: [],
    }),
  );
  const steps = planRule(rule, { ...facts, made });
  expect(what(steps)[0]).toEqual([1, "change"]);
  expect(steps[0]?.target).toBe('metric = "http.5xx" AND service = "pricing" AND NOT route');
});
