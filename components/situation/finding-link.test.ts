import { expect, test } from "vitest";
import { findingLink } from "./finding-link";

const t0 = Date.UTC(2026, 10, 22, 12);
const where = { id: 7, onsetAt: t0, resolvedAt: t0 + 600_000, services: ["gateway"] };
const link = (check: string, more: Partial<Parameters<typeof findingLink>[0]> = {}) =>
  findingLink({ check, votes: [], evidence: {}, ...more }, where)?.href;

test("evidence is looked at where it came from, in the situation's time", () => {
  const range = `from=${t0 - 1_200_000}&to=${t0 + 600_000}`;
  expect(link("deploy-proximity")).toBe("/situations/7/changes");
  expect(link("error-pattern-new")).toBe(`/logs?service=gateway&${range}`);
  expect(link("saturation", { votes: [{ kind: "instance", ref: "pricing p-1", weight: 1 }] })).toBe(
    `/services/pricing?${range}`,
  );
  expect(link("http:payments/up", { evidence: { url: "https://a.example/x" } })).toBe(
    "https://a.example/x",
  );
  expect(link("http:payments/up")).toBeUndefined();
  expect(link("verdict")).toBeUndefined();
});
