import path from "node:path";
import { expect, test } from "vitest";
import type { Anomaly } from "@/lib/detect/model";
import { digraph } from "@/lib/graph/digraph";
import { checks } from "./checks/index";
import { runPlan } from "./run-plan";
import { applies, planSteps, type Runbook } from "./runbook";
import { loadShipped } from "./runbook-store";
import { readRunbookText } from "./runbook-text";
import type { Candidate, Scene } from "./scene";

const t0 = Date.UTC(2026, 10, 22, 12);
const member = (service: string, metric: string, startedAt = t0): Anomaly =>
  ({ service, metric, direction: "above", level: "STRONG", startedAt }) as Anomaly;
const scene = (members: Anomaly[], kinds: string[] = []): Scene => ({
  situationId: 1,
  now: t0 + 60_000,
  onsetAt: t0,
  members,
  graph: digraph([]),
  silent: new Set(),
  changes: kinds.map((kind) => ({ kind }) as Candidate),
  services: [],
});
const book = (text: string): Runbook => {
  const read = readRunbookText(text);
  if (!read.runbook) throw new Error(JSON.stringify(read.problems));
  return read.runbook;
};
const problems = (text: string) => readRunbookText(text).problems;

test("at least eight runbooks are shipped, and together they use every check", async () => {
  const books = await loadShipped(path.resolve("runbooks"));
  expect(books.map((b) => b.name)).toEqual([
    "bad-deploy",
    "changed-settings",
    "dead-dependency",
    "failing-service",
    "instance-trouble",
    "new-error-patterns",
    "queue-backlog",
    "running-out",
    "slow-service",
    "unusual-traffic",
  ]);
  const used = books.flatMap((b) => b.runbook.checks.flatMap((s) => ("check" in s ? s.check : [])));
  expect([...new Set(used)].sort()).toEqual(Object.keys(checks).sort());
});

test("every problem of a text is told with its line and column", () => {
  expect(
    problems(`name: Pay Ments
title: Payments
wen: {}
checks:
  - check: reboot
  - check: version-split
    params:
      minErors: 1
  - http: status
    url: http://{service}.example.com/
`),
  ).toEqual([
    { line: 1, column: 7, says: "name: takes small letters, digits and hyphens" },
    { line: 3, column: 1, says: 'Unrecognized key: "wen"' },
    {
      line: 5,
      column: 12,
      says: expect.stringMatching(
        /^checks 1\. check: there is no check reboot; known are version-split/,
      ),
    },
    { line: 8, column: 7, says: 'checks 2. params: Unrecognized key: "minErors"' },
    {
      line: 10,
      column: 10,
      says: expect.stringContaining("{service}, {from} and {to} go after its host"),
    },
  ]);
});

test("what is not YAML is told where YAML stops, and a text that is no runbook as such", () => {
  expect(problems("name: x\ntitle: [a, b\nchecks: 3")?.[0]).toMatchObject({ line: 3 });
  expect(problems("just words")).toEqual([
    { line: 1, column: 1, says: "A runbook is fields with values: name, title, when, checks." },
  ]);
  expect(problems("name: x\ntitle: Some title\nchecks:\n  - wait: 3\n")).toEqual([
    {
      line: 4,
      column: 5,
      says: "checks 1: is neither a check nor an http step: begin it with check: or http:",
    },
  ]);
  expect(
    problems("name: x\ntitle: Some title\nchecks:\n  - check: saturation\n  - check: saturation\n"),
  ).toEqual([{ line: 5, column: 12, says: "checks 2. check: saturation is there twice" }]);
});

test("it applies by signal, service, member expression and kind of change, and all that is given must hold", () => {
  const is = (when: string, s: Scene) =>
    applies(book(`name: x\ntitle: Some title\nwhen: ${when}\nchecks: [{check: saturation}]`), s);
  const errors = scene([member("pricing-eu", "service.errors")], ["flag"]);
  expect(is("{}", errors)).toBe(true);
  expect(is("{signals: [latency]}", errors)).toBe(false);
  expect(is("{signals: [latency, errors]}", errors)).toBe(true);
  expect(is("{services: [pricing]}", errors)).toBe(false);
  expect(is('{services: ["pricing*"]}', errors)).toBe(true);
  expect(is("{members: metric = service.* AND service = pricing-eu}", errors)).toBe(true);
  expect(is("{members: direction = below}", errors)).toBe(false);
  expect(is("{changes: false}", errors)).toBe(false);
  expect(is("{changeKinds: [deploy, flag]}", errors)).toBe(true);
  expect(is("{changeKinds: [deploy], signals: [errors]}", errors)).toBe(false);
});

test("a check that two runbooks have runs once, as the first says; a URL once for each", () => {
  const one = book(
    "name: one\ntitle: Some title\nchecks: [{check: saturation, params: {busy: 0.7}}, {http: up, url: 'https://a.example/'}]",
  );
  const two = book(
    "name: two\ntitle: Some title\nchecks: [{check: saturation}, {check: queue-growth}, {http: up, url: 'https://b.example/'}]",
  );
  const plan = planSteps([one, two], scene([]));
  expect(plan.map((p) => [p.key, p.runbook.name])).toEqual([
    ["saturation", "one"],
    ["http:one/up", "one"],
    ["queue-growth", "two"],
    ["http:two/up", "two"],
  ]);
  expect(plan[0]?.step).toMatchObject({ params: { busy: 0.7 } });
});

test("a step that does not come back is given up at its runbook's time box, and the others are told", async () => {
  const slow = book(
    "name: slow\ntitle: Some title\ntimeBox: 1\nchecks: [{check: traffic-shift}, {http: up, title: Is it up, url: 'https://a.example/'}]",
  );
  let aborted = false;
  const found = await runPlan(planSteps([slow], scene([])), scene([]), {
    fetch: async () => ({ requests: [], edges: [], series: [] }),
    ask: (_, { signal }) =>
      new Promise(() =>
        signal.addEventListener("abort", () => {
          aborted = true;
        }),
      ),
    clock: () => 0,
  });
  expect(found.map((f) => [f.title, f.outcome])).toEqual([
    ["Traffic", "skipped"],
    ["Is it up", "error"],
  ]);
  expect(found[1]?.says).toBe("It was not done within 1 s and was given up.");
  expect(aborted).toBe(true);
});
