import { expect, test } from "vitest";
import { isScrapedCounter, scrapedRate } from "./scraped-counter";

const at = (atMs: number, value: number) => ({ atMs, value });

test("counters are known by their names", () => {
  const names = ["http_requests_total", "http_request_duration_seconds_count", "pod_count", "up"];
  expect(names.map(isScrapedCounter)).toEqual([true, true, false, false]);
});

test("a rate is what was added by the time between; a counter that fell began again", () => {
  expect(scrapedRate(at(0, 10), at(15_000, 40))).toBe(2);
  expect(scrapedRate(at(0, 10), at(10_000, 5))).toBe(0.5);
});

test("samples out of order or too far apart have no rate between them", () => {
  expect(scrapedRate(at(1000, 10), at(1000, 40))).toBe(null);
  expect(scrapedRate(at(2000, 10), at(1000, 40))).toBe(null);
  expect(scrapedRate(at(0, 10), at(600_001, 40))).toBe(null);
});
