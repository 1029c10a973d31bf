import { expect, test } from "vitest";
import { isSafePattern, worstSteps } from "./pattern-cost";

test.each([
  ["room [0-9]{3}", 4000],
  ["a|b|cd", 3 * 4000],
  ["a{1,64}b{1,64}", 64 * 64 * 4000],
  ["token=\\w+", 4000 * 4000],
  ["(?:cat|dog){2}", 4 * 4000],
  ["\\p{Lu}[)|(*+]x?", 2 * 4000],
])("%s may take %i steps at most", (pattern, steps) => {
  expect(worstSteps(pattern)).toBe(steps);
});

test.each([
  "ID-\\d{4,12}",
  "user=[^&\\s]+",
  "(?:sess|tok)_[A-Za-z0-9]{8,64}",
  "DE\\d{2}(?: ?\\d{4}){4}",
])("%s is taken", (pattern) => {
  expect(isSafePattern(pattern)).toBe(true);
});

test.each([
  "(a+)+",
  "((a+))+$",
  "(a|a)*b",
  "(?:a|ab)+c",
  "\\d*\\d*\\d*x",
  "\\d{0,100}\\d{0,100}\\d{0,100}x",
  "(.)\\1",
  "(?<=a)b",
  "(?<n>a)\\k<n>",
  "a*",
  "(",
])("%s is refused: it runs long, matches nothing, or is no pattern", (pattern) => {
  expect(isSafePattern(pattern)).toBe(false);
});
