import { expect, test } from "vitest";
import { addStep, moveStep, offsetAt, removeStep, setInText } from "./prepare-text";
import { whenWords } from "./prepare-when";

const text = `# kept
name: x
title: Some title
when:
  signals: [errors] # why
checks:
  - check: saturation # first
  - check: queue-growth
`;

test("the form writes one value and keeps comments", () => {
  expect(setInText(text, ["title"], "Other")).toBe(text.replace("Some title", "Other"));
  expect(setInText(text, ["checks", 0, "params", "busy"], 0.8)).toBe(
    text.replace("# first\n", "# first\n    params:\n      busy: 0.8\n"),
  );
});

test("an emptied value takes its key away, and what held only that", () => {
  expect(setInText(text, ["when", "signals"], [])).not.toContain("when");
  const deep = setInText(text, ["checks", 0, "params", "busy"], 0.8);
  expect(setInText(deep, ["checks", 0, "params", "busy"], undefined)).toBe(text);
});

test("steps are added, moved with their comments, and removed", () => {
  expect(addStep(text, { check: "traffic-shift" })).toBe(`${text}  - check: traffic-shift\n`);
  const moved = moveStep(text, 0, 1);
  expect(moved.indexOf("queue-growth")).toBeLessThan(moved.indexOf("saturation # first"));
  expect(removeStep(text, 0)).not.toContain("saturation");
  expect(addStep("name: y\n", { check: "traffic-shift" })).toBe(
    "name: y\nchecks:\n  - check: traffic-shift\n",
  );
});

test("line and column lead to the character", () => {
  expect(text.slice(offsetAt(text, 3, 8)).startsWith("Some title")).toBe(true);
});

test("when it applies is said in words", () => {
  const always = { signals: [], services: [], changeKinds: [] };
  expect(whenWords(always)).toEqual(["every situation"]);
  expect(
    whenWords({
      ...always,
      signals: ["errors", "latency"],
      changeKinds: ["deploy"],
      changes: true,
    }),
  ).toEqual(["errors or slow answers", "after a deploy change", "after a change"]);
});
