import { expect, test } from "vitest";
import { usualRedaction } from "@/lib/ingest/model";
import { redactionDraft, redactionOf } from "./prepare-redaction";

const draft = redactionDraft({
  ...usualRedaction,
  names: ["customer.*", "iban"],
  patterns: [{ name: "booking", pattern: "BK-\\d{6}" }],
});

test("a draft and its rules are the same thing, whatever blank lines it has", () => {
  expect(draft.names).toBe("customer.*\niban");
  expect(redactionOf({ ...draft, names: "\n customer.*\n\niban \n" }).rules).toEqual({
    ...usualRedaction,
    names: ["customer.*", "iban"],
    patterns: [{ name: "booking", pattern: "BK-\\d{6}" }],
  });
});

test("a pattern that may run long, and one without a name, say so at their place", () => {
  const wrong = redactionOf({
    ...draft,
    patterns: [
      { name: "fine", pattern: "x{3}" },
      { name: "", pattern: "y" },
      { name: "slow", pattern: "(a+)+b" },
    ],
  });
  expect(wrong.rules).toBeNull();
  expect(Object.keys(wrong.patterns)).toEqual(["1", "2"]);
  expect(wrong.patterns[1]).toBe("Give it a name of at most 40 characters.");
  expect(wrong.patterns[2]).toContain("may run very long");
});
