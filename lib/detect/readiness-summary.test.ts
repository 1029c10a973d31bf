import { expect, test } from "vitest";
import { type ReadinessGroup, summarizeReadiness } from "./readiness-summary";

const group = (g: Partial<ReadinessGroup> & Pick<ReadinessGroup, "state">): ReadinessGroup => ({
  count: 1,
  share: g.state === "ready" ? (g.count ?? 1) : 0,
  etaAt: null,
  why: null,
  ...g,
});

test("all series judged is ready, also while some wait for a first point", () => {
  expect(summarizeReadiness([group({ state: "ready", count: 4 })], 5, null)).toMatchObject({
    state: "ready",
    share: 0.8,
    counts: { ready: 4, waiting: 1 },
  });
});

test("learning says how far over all series, and until when", () => {
  const groups = [
    group({ state: "ready", count: 2 }),
    group({ state: "learning", count: 2, share: 0.5, etaAt: 9000, why: "10 of 40 values seen" }),
  ];
  expect(summarizeReadiness(groups, 4, null)).toMatchObject({
    state: "learning",
    share: 0.625,
    etaAt: 9000,
    why: "10 of 40 values seen",
  });
});

test("one series that is not well degrades the detector, and settings that cannot run fail it", () => {
  const groups = [
    group({ state: "ready", count: 9 }),
    group({ state: "degraded", why: "No point comes any more" }),
  ];
  expect(summarizeReadiness(groups, 10, null)).toMatchObject({
    state: "degraded",
    share: 1,
    why: "No point comes any more",
  });
  expect(summarizeReadiness(groups, 10, "No such parameter").state).toBe("failed");
});

test("without series there is nothing to be ready for", () => {
  expect(summarizeReadiness([], 0, null).state).toBe("none");
  expect(summarizeReadiness([], 3, null).state).toBe("waiting");
});
