import { describe, expect, test } from "vitest";
import { traceContrast } from "./trace-contrast";
import { type ReadSpan, traceProfile } from "./trace-profile";

type Shape = { charge?: boolean; own?: number; lost?: number };

/** Ten traces: web asks orders, which asks pay and then logs; times in ms. */
function minute({ charge = true, own = 5, lost = 2 }: Shape = {}) {
  const spans: ReadSpan[] = [];
  for (let i = 0; i < 10; i++) {
    const trace = `t${i}`;
    const span = (id: string, parent: string | null, service: string, start: number, end: number) =>
      spans.push({ trace, id, parent, service, operation: `${service}.do`, start, end });
    const busy = (charge ? 20 : 2) + own;
    span("w", null, "web", 0, busy + lost);
    span("o", "w", "orders", lost / 2, busy + lost / 2);
    if (charge) {
      span("c", "o", "orders", 3, 20);
      span("p", "c", "pay", 3 + lost / 2, 20 - lost / 2);
      span("d", "o", "orders", 20, 21);
    }
  }
  return traceProfile(spans);
}
const usual = [minute(), minute(), minute(), minute()];
const told = (shape: Shape) =>
  [...traceContrast(minute(shape), usual).values()]
    .flat()
    .sort((a, b) => b.score - a.score)
    .map((s) => [s.kind, s.service]);

describe("traceContrast", () => {
  test("a usual minute says nothing", () => {
    expect(told({})).toEqual([]);
  });

  test("a step that is left out is the doing of the service that leaves it out", () => {
    expect(told({ charge: false })[0]).toEqual(["flow", "orders"]);
  });

  test("time of its own points at the service that spends it", () => {
    expect(told({ own: 65 })[0]).toEqual(["own-time", "orders"]);
  });

  test("time lost on all its edges points at the service between them", () => {
    expect(told({ lost: 10 })[0]).toEqual(["network", "orders"]);
  });
});
