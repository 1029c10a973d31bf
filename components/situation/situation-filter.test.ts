import { expect, test } from "vitest";
import {
  type Chosen,
  countFacet,
  facets,
  filterSituations,
  groupByStep,
  type SituationRow,
} from "./situation-filter";

const row = (id: number, more: Partial<SituationRow>): SituationRow => ({
  id,
  name: `S-${id}`,
  title: "Pricing errors",
  status: "open",
  severity: "low",
  step: "watching",
  services: ["pricing"],
  impact: { entry: null, failingRatio: null, usualRatio: null, requestsLost: null },
  owner: null,
  openedAt: id,
  resolvedAt: null,
  next: { tone: "quiet", says: "Watching" },
  suspect: null,
  cause: "No change",
  anomalies: 1,
  spark: [],
  ...more,
});
const none: Chosen = {
  status: [],
  severity: [],
  service: [],
  cause: [],
  step: [],
  owner: [],
};
const rows = [
  row(1, { step: "decide", severity: "high" }),
  row(2, { step: "decide", severity: "critical", services: ["pricing", "search"] }),
  row(3, { title: "Mails late", services: ["notification"] }),
  row(4, { status: "resolved", step: "done", resolvedAt: 9 }),
];
const service = facets.find((f) => f.key === "service");

test("words match the title, the id and the services", () => {
  expect(filterSituations(rows, "s-3", none).map((r) => r.id)).toEqual([3]);
  expect(filterSituations(rows, "pricing search", none).map((r) => r.id)).toEqual([2]);
});

test("choices in one facet add up, choices in two narrow down", () => {
  const chosen = { ...none, severity: ["high", "critical"], service: ["search"] };
  expect(filterSituations(rows, "", chosen).map((r) => r.id)).toEqual([2]);
});

test("a facet counts what its own choice would leave, not what it hides", () => {
  if (!service) throw new Error("the service facet is gone");
  expect(countFacet(rows, service, "", { ...none, service: ["search"] })).toEqual([
    { value: "pricing", count: 3 },
    { value: "notification", count: 1 },
    { value: "search", count: 1 },
  ]);
});

test("candidates stand apart from what is open", () => {
  const groups = groupByStep([row(1, {}), row(2, { status: "candidate" })]);
  expect(groups.map((g) => [g.title, g.rows.map((r) => r.id)])).toEqual([
    ["In progress", [1]],
    ["Candidates", [2]],
  ]);
});

test("decisions come first, the worst of them on top, the resolved last", () => {
  expect(groupByStep(rows).map((g) => [g.title, g.rows.map((r) => r.id)])).toEqual([
    ["Needs a decision", [2, 1]],
    ["In progress", [3]],
    ["Resolved", [4]],
  ]);
});
