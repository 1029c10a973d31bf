import { expect, test } from "vitest";
import { facets, isIn, matchesSearch } from "./prepare-detectors";

const d = {
  enabled: true,
  unused: null as string | null,
  untrusted: null as string | null,
  shadow: null as number | null,
  readiness: { state: "ready" as "ready" | "learning" | "none" },
};
const of = (change: Partial<typeof d>) => facets.filter((f) => isIn({ ...d, ...change }, f));

test("a detector that is well is only in All", () => {
  expect(of({})).toEqual(["all"]);
});

test("each facet takes what it names", () => {
  expect(of({ unused: "No data", untrusted: "It is new", shadow: 3 })).toEqual([
    "all",
    "unused",
    "untrusted",
    "shadow",
  ]);
  expect(of({ readiness: { state: "learning" } })).toEqual(["all", "unready"]);
  expect(of({ readiness: { state: "none" }, unused: "Its target matches no series" })).toEqual([
    "all",
    "unused",
  ]);
});

test("one that is off is not called unready", () => {
  expect(of({ enabled: false, readiness: { state: "learning" } })).toEqual(["all", "off"]);
});

test("every word of a search has to be there, in any order", () => {
  const row = { title: "Error ratio", target: "metric = service.errors", algorithm: "Automatic" };
  expect(matchesSearch(row, "service RATIO")).toBe(true);
  expect(matchesSearch(row, "ratio latency")).toBe(false);
  expect(matchesSearch(row, "")).toBe(true);
});
