import { expect, test } from "vitest";
import { follows } from "./follows";

const view = {
  graph: new Map() as never,
  entry: "web",
  nodes: new Map([
    ["web", { score: 8, own: 0.1, onset: 0, follows: 1 }],
    ["orders", { score: 9, own: 0.2, onset: 0, follows: 0.9 }],
  ]),
};

test("the entry is never said to move with itself", () => {
  expect(follows.says(view, "web", 0.9, 1)).toBe("web is where the trouble is seen");
  expect(follows.says(view, "orders", 0.9, 2)).toBe("orders moves with web (correlation 0.90)");
});
