import { expect, test } from "vitest";
import { viewQuery } from "./view-query";

test("a view keeps filters and range in one order, and nothing else of the address", () => {
  const query = viewQuery(new URLSearchParams("status=open&from=now-3h&q=card+errors&days=7"));
  expect(query).toBe("days=7&q=card+errors&status=open");
});

test("the unfiltered list is a view too", () => {
  expect(viewQuery(new URLSearchParams("x=1"))).toBe("");
});
