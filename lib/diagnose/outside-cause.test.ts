import { expect, test } from "vitest";
import { outsideCause } from "./outside-cause";

const t0 = Date.UTC(2026, 10, 23, 12);

test("an expired certificate, lost names and a crowded machine say so themselves", () => {
  const of = (text: string) => outsideCause([text], [], t0);
  expect(of("x509: certificate has expired or is not yet valid")).toBe(
    "A certificate has expired.",
  );
  expect(of("lookup pay.example on 10.0.0.10:53: no such host")).toBe("Names are not resolved.");
  expect(of("Node n1 under increasing CPU and memory load from pod batch")).toContain("machine");
  expect(of("connection refused")).toBeNull();
});

test("a status page counts when it reports trouble about when it broke", () => {
  const event = (minutes: number, status: string) => [
    { at: t0 + minutes * 60_000, status, says: "Increased error rates" },
  ];
  expect(outsideCause([], event(-2, "degraded"), t0)).toContain("Increased error rates");
  expect(outsideCause([], event(-90, "degraded"), t0)).toBeNull();
  expect(outsideCause([], event(-2, "operational"), t0)).toBeNull();
});
