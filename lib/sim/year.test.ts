import { expect, test } from "vitest";
import { simulatedYear, type YearIncident } from "./year";

test("the same seed tells the same year, another seed another one", () => {
  const labels = (seed: number) =>
    [...simulatedYear({ seed, incidents: 40 })].map((i) => `${i.at} ${i.label.fault}`);
  expect(labels(3)).toEqual(labels(3));
  expect(labels(3)).not.toEqual(labels(4));
});

test("faults without a guilty change are in it, and undoing anything then never works", () => {
  const year = [...simulatedYear({ seed: 1, incidents: 200 })];
  const innocent = year.filter((i) => i.label.guilty === null);
  expect(innocent.length).toBeGreaterThan(40);
  expect(innocent.length).toBeLessThan(110);
  for (const i of innocent) expect(i.effectOf("change-1")).not.toBe("works");
  const worked = year.filter((i) => i.label.guilty && i.effectOf(i.label.guilty) === "works");
  expect(worked.length / (year.length - innocent.length)).toBeGreaterThan(0.75);
});

test("a bad deploy of the year makes a situation whose scene holds the guilty change", () => {
  const bad = [...simulatedYear({ seed: 1, incidents: 30 })].find(
    (i) => i.label.fault === "bad-deploy",
  ) as YearIncident;
  const last = [...bad.moments()].at(-1);
  expect(last?.scene.changes.map((c) => c.id)).toContain(bad.label.guilty);
  expect(last?.scene.members.some((m) => m.service === bad.label.service)).toBe(true);
});
