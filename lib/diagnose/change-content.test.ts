import { describe, expect, test } from "vitest";
import { digraph } from "@/lib/graph/digraph";
import { changeContents, commitsOf } from "./change-content";
import type { Candidate, Data, Scene, SpanRow } from "./scene";

const t0 = Date.UTC(2026, 10, 23, 12);
const change = (id: string, commits: NonNullable<Candidate["commits"]>): Candidate => ({
  id,
  kind: "deploy",
  service: "inventory",
  from: "v1",
  to: "v2",
  title: id,
  author: null,
  link: null,
  source: "api",
  status: "succeeded",
  at: t0 - 60_000,
  finishedAt: null,
  reversible: true,
  undo: null,
  begunAt: t0 - 60_000,
  commits,
});
const commit = (files: string[], diff: string | null) => ({
  id: `${files[0]} ${diff}`,
  at: t0 - 60_000,
  message: "",
  files,
  diff,
});
const scene = (changes: Candidate[]): Scene => ({
  situationId: 1,
  now: t0 + 60_000,
  onsetAt: t0,
  members: [],
  graph: digraph([]),
  silent: new Set(),
  changes,
  services: ["inventory"],
});
const spans = Array.from(
  { length: 5 },
  (_, i): SpanRow => ({
    trace: `t${i}`,
    id: "a",
    parent: null,
    service: "inventory",
    operation: "reserve",
    start: t0 + i * 1000,
    end: t0 + i * 1000 + 5,
    failed: true,
    says: "pool exhausted while acquiring a connection",
  }),
);
const data: Data = { requests: [], edges: [], series: [], spans };
const sum = (changes: Candidate[], id: string) =>
  changeContents(scene(changes), data, ["inventory"])
    .get(id)
    ?.evidence.reduce((total, e) => total + e.weight, 0);

describe("changeContents", () => {
  const pool = change("pool", [commit(["inventory/pool.go"], "-  maxPool = 50\n+  maxPool = 5")]);
  const tidy = change("tidy", [commit(["inventory/http.go"], "-  x := f(a)\n+  x := f(a, nil)")]);

  test("what moved the pool is suspect when new errors speak of the pool; what tidied is not", () => {
    expect(sum([pool, tidy], "pool")).toBeGreaterThan(2.5);
    expect(sum([pool, tidy], "pool")).toBeLessThanOrEqual(3);
    expect(sum([pool, tidy], "tidy")).toBe(-1.5);
  });

  test("a change of documents alone is harmless; one commit beside that runs is not", () => {
    const docs = change("docs", [commit(["docs/pool.md"], "-a\n+b")]);
    const of = (c: Candidate) => changeContents(scene([c]), data, []).get(c.id)?.harmless;
    expect(of(docs)).toContain("documents");
    expect(of(change("both", [...(docs.commits ?? []), ...(pool.commits ?? [])]))).toBeNull();
  });

  test("a commit without its diff speaks neither for nor against", () => {
    expect(sum([change("unread", [commit(["inventory/http.go"], null)])], "unread")).toBe(0);
  });

  test("changes without commits are not in the answer", () => {
    expect(changeContents(scene([change("bare", [])]), data, []).size).toBe(0);
  });
});

test("commits are read from a change's details, and anything else is no commits", () => {
  expect(commitsOf({ commits: [{ sha: "a1", files: ["x.go"] }] }, t0)).toEqual([
    { id: "a1", at: t0, message: "", files: ["x.go"], diff: null },
  ]);
  expect(commitsOf({ commits: "none" }, t0)).toEqual([]);
  expect(commitsOf(null, t0)).toEqual([]);
});
