import { describe, expect, test } from "vitest";
import { digraph } from "@/lib/graph/digraph";
import type { AnyCheck } from "../check";
import { outcomes } from "../model";
import { runCheck } from "../run-check";
import type { Data, Scene } from "../scene";
import { checks } from "./index";

const t0 = Date.UTC(2026, 10, 22, 12);
const scene = (more: Partial<Scene> = {}): Scene => ({
  situationId: 1,
  now: t0 + 60_000,
  onsetAt: t0,
  members: [],
  graph: digraph([{ from: "a", to: "b" }]),
  silent: new Set(["b"]),
  changes: [],
  services: ["a", "b"],
  ...more,
});
const nothing: Data = { requests: [], edges: [], series: [] };
const deepFreeze = <T>(x: T): T => {
  if (typeof x === "object" && x !== null && !Object.isFrozen(x)) {
    Object.freeze(x);
    for (const v of Object.values(x)) deepFreeze(v);
  }
  return x;
};

describe.each(Object.entries(checks))("%s", (name, check: AnyCheck) => {
  test("is registered under its name and asks a question", () => {
    expect(check.name).toBe(name);
    expect(check.asks).toMatch(/\?$/);
    expect(check.title.length).toBeGreaterThan(2);
  });

  test("every parameter has a default, a title and a description", () => {
    expect(() => check.params.parse({})).not.toThrow();
    for (const field of Object.values(check.params.shape))
      expect((field as { meta(): unknown }).meta()).toMatchObject({
        title: expect.any(String),
        description: expect.any(String),
      });
  });

  test("needs lie in the past of the scene and name services", () => {
    for (const need of check.needs(scene(), check.params.parse({}))) {
      expect(need.from).toBeLessThan(need.to);
      expect(need.to).toBeLessThanOrEqual(t0 + 60_000);
    }
  });

  test("without any data it says so instead of accusing or failing", async () => {
    for (const s of [scene(), scene({ services: [] })]) {
      const found = await runCheck(check, {}, deepFreeze(s), async () => deepFreeze(nothing));
      expect(outcomes).toContain(found.outcome);
      expect(["interesting", "error"]).not.toContain(found.outcome);
      expect(found.votes).toEqual([]);
      expect(found.says).toMatch(/^[A-Z].*\.$/);
    }
  });

  test("a failing query is its own error", async () => {
    const found = await runCheck(check, {}, scene({ changes: [] }), () =>
      Promise.reject(new Error("canceling statement due to statement timeout")),
    );
    expect(["error", "skipped"]).toContain(found.outcome);
  });
});
