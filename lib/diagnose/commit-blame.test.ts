import { describe, expect, test } from "vitest";
import { blameCommits, type Commit, guiltyCommit, type Symptoms } from "./commit-blame";

const t0 = Date.UTC(2026, 10, 23, 12);
const minute = 60_000;
const symptoms: Symptoms = {
  brokeAt: t0,
  firstAt: t0,
  services: ["inventoryservice", "frontend"],
  texts: [{ text: "pool exhausted: timed out acquiring a connection from the pool", weight: 1 }],
};
const pool: Commit = {
  id: "pool",
  at: t0 - 10 * minute,
  message: "simplify pool defaults",
  files: ["services/inventory/pool.go"],
  diff: "-  maxPool = 50\n+  maxPool = 5",
};
const tidy: Commit = {
  id: "tidy",
  at: t0 - 3 * minute,
  message: "tidy handler",
  files: ["services/inventory/handler.go"],
  diff: "-  x := decode(r)\n+  x := decode(r, nil)",
};
const docs: Commit = { ...pool, id: "docs", files: ["docs/pool.md"] };
const shipped = [
  { service: "inventoryservice", commit: "pool", at: t0 - 2 * minute },
  { service: "inventoryservice", commit: "tidy", at: t0 - minute },
];

describe("blameCommits", () => {
  test("what moved the pool's size is blamed when the pool ran dry, not what was shipped last", () => {
    const blamed = blameCommits([docs, tidy, pool], shipped, symptoms);
    expect(blamed[0]?.id).toBe("pool");
    expect(guiltyCommit(blamed, null)).toBe("pool");
    expect(blamed.find((b) => b.id === "docs")?.veto).toContain("documents");
  });

  test("a tidy commit alone is not guilty", () => {
    expect(guiltyCommit(blameCommits([tidy], shipped, symptoms), null)).toBeNull();
  });

  test("what was shipped after it broke is vetoed", () => {
    const late = [{ service: "inventoryservice", commit: "pool", at: t0 + 5 * minute }];
    const blamed = blameCommits([pool], late, symptoms);
    expect(blamed[0]?.veto).toBe("It broke 5 min before this was shipped.");
    expect(guiltyCommit(blamed, null)).toBeNull();
  });

  test("shared code is shipped by the next deploy of a service in trouble", () => {
    const lib = { ...pool, id: "lib", files: ["pkg/db/pool.go"] };
    const others = [
      { service: "mailer", commit: "m", at: t0 - 9 * minute },
      { service: "inventoryservice", commit: "i", at: t0 + 9 * minute },
    ];
    expect(blameCommits([lib], others, symptoms)[0]?.veto).toContain("before this was shipped");
  });

  test("a cause outside, which the evidence names, asks for more against a commit", () => {
    const weak = { ...pool, diff: "-  maxPool = 50\n+  maxPool = 30" };
    const blamed = blameCommits([weak], shipped, symptoms);
    expect(guiltyCommit(blamed, null)).toBe("pool");
    expect(guiltyCommit(blamed, "A certificate has expired.")).toBeNull();
  });

  test("nothing is guilty when there is nothing", () => {
    expect(guiltyCommit(blameCommits([], [], symptoms), null)).toBeNull();
  });
});
