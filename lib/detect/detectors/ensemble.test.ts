import { expect, test } from "vitest";
import { run } from "../detector";
import { ensemble } from "./ensemble";

const monday = Date.UTC(2026, 0, 5);
const calm = Array.from({ length: 600 }, (_, i) => 50 + Math.sin(i * 12.9898) * 3);
const last = (params: unknown, value: number) => {
  const values = [...calm, value];
  const times = values.map((_, i) => monday + i * 300_000);
  return run(ensemble, params, times, values).verdicts.at(-1);
};

test("says which members called a point anomalous, and none when it is ordinary", () => {
  expect(last({}, 200)).toMatchObject({
    level: "STRONG",
    by: "universal, ewma, pewma, seasonal-naive, individuals",
  });
  expect(last({}, 50)).toMatchObject({ level: "NORMAL", by: "" });
});

test("a member of weight 0 neither votes nor speaks", () => {
  expect(last({ universal: 0, individuals: 0 }, 200)?.by).toBe("ewma, pewma, seasonal-naive");
});
