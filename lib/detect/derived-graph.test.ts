import { expect, test } from "vitest";
import { type DerivedMetric, derivedMetric, type Recipe } from "./derived";
import { DerivedGraph, wayWords } from "./derived-graph";

const define = (id: string, recipe: Recipe) => {
  const definition: DerivedMetric = derivedMetric.parse({
    metric: `m.${id}`,
    recipe,
    everyMs: 10_000,
    lateMs: 0,
  });
  return { id, definition, series: [{ metric: `m.${id}`, tags: { derived: id, service: "web" } }] };
};
const of = (expression: string): Recipe => ({ op: "sum", of: expression, by: [] });

test("what feeds another comes before it, however they are given", () => {
  const graph = new DerivedGraph(
    [
      define("c", of("metric = m.b")),
      define("b", of("metric = m.a")),
      define("a", of("metric = x")),
    ],
    [],
  );
  expect(graph.inOrder(["c", "b", "a"])).toEqual(["a", "b", "c"]);
  expect([...graph.after("a")].sort()).toEqual(["a", "b", "c"]);
  expect(graph.cycleOfSeries("a")).toBeNull();
});

test("a definition that chooses its own series, or one that is made of it, goes round in a cycle", () => {
  const own = new DerivedGraph([define("a", of("service = web"))], []);
  expect(wayWords(own.cycleOfSeries("a") ?? [])).toBe("a → a");
  const round = new DerivedGraph(
    [
      define("a", of("metric = m.c")),
      define("b", of("metric = m.a")),
      define("c", of("metric = m.b")),
    ],
    [],
  );
  expect(wayWords(round.cycleOfSeries("a") ?? [])).toBe("a → c → b → a");
  expect([...round.after("a")].sort()).toEqual(["a", "b", "c"]);
});

test("a detector that watches what comes of its own anomalies is found, directly and through others", () => {
  const flags = define("flags", { op: "anomalies", detectorId: "d", as: "flag" });
  const total = define("total", of("metric = m.flags"));
  const direct = new DerivedGraph([flags], [{ id: "d", target: "service = web" }]);
  expect(wayWords(direct.cycleOfDetector("d") ?? [])).toBe("detector d → flags → detector d");
  const through = new DerivedGraph(
    [flags, total],
    [
      { id: "d", target: "metric = m.total" },
      { id: "e", target: "metric = m.total" },
    ],
  );
  expect(wayWords(through.cycleOfDetector("d") ?? [])).toBe(
    "detector d → total → flags → detector d",
  );
  expect(through.cycleOfDetector("e")).toBeNull();
  expect(through.detectorsBehind("total").sort()).toEqual(["d"]);
});
