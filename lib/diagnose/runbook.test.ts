import path from "node:path";
import { expect, test } from "vitest";
import { checks } from "./checks/index";
import { parseRunbook } from "./runbook";
import { loadRunbooks } from "./runbook-store";

test("the shipped runbooks parse, and together they use every check", async () => {
  const books = await loadRunbooks(path.resolve("runbooks"));
  expect(books.map((b) => b.name)).toEqual(["failing-service", "running-out", "unusual-traffic"]);
  const used = new Set(books.flatMap((b) => b.checks.map((c) => c.check)));
  expect([...used].sort()).toEqual(Object.keys(checks).sort());
});

test("a bad runbook says in which file what is wrong", () => {
  const book = { name: "x", title: "Some title", checks: [{ check: "version-split" }] };
  expect(() => parseRunbook("x.yaml", { ...book, checks: [{ check: "reboot" }] })).toThrow(
    /^x\.yaml: there is no check reboot; known are version-split/,
  );
  expect(() =>
    parseRunbook("x.yaml", {
      ...book,
      checks: [{ check: "version-split", params: { minErors: 1 } }],
    }),
  ).toThrow(/version-split: .*minErors/);
  expect(() => parseRunbook("x.yaml", { ...book, when: { signals: ["heat"] } })).toThrow(/x\.yaml/);
});
