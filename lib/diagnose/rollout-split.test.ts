import { describe, expect, test } from "vitest";
import { judgeRollout, type Rollout, type RolloutWindow } from "./rollout-split";

const minute = 60_000;
const window = (
  instance: string,
  at: number,
  failing: number | null,
  ms: number | null = 10,
): RolloutWindow => ({
  instance,
  fresh: instance.startsWith("new"),
  caller: "web",
  start: at * minute,
  failing,
  ms,
});
const each = (instance: string, failing: number | null, ms: number | null = 10) =>
  [1, 2, 3, 4].map((at) => window(instance, at, failing, ms));
const rollout = (windows: RolloutWindow[]): Rollout => ({
  service: "cart",
  begunAt: 0,
  readyAt: minute,
  windows,
});
const names = (windows: RolloutWindow[]) =>
  judgeRollout(rollout(windows), minute).evidence.map((e) => [e.name, e.weight]);

describe("judgeRollout", () => {
  test("new instances that fail while old ones do not are worth four times the difference", () => {
    expect(names([...each("new-1", 0.75), ...each("old-1", 0)])).toContainEqual(["fails", 3]);
  });

  test("what fails alike on both versions speaks for the release", () => {
    expect(names([...each("new-1", 0.5), ...each("old-1", 0.5)])).toContainEqual(["fails", -0.5]);
  });

  test("new instances that answer nobody are suspect although nothing of theirs fails", () => {
    expect(names([...each("new-1", null, null), ...each("old-1", 0)])).toContainEqual([
      "silent",
      3.5,
    ]);
    expect(names(each("old-1", 0))).toContainEqual(["silent", 3.5]);
  });

  test("silence towards one of two callers counts half", () => {
    const app = (list: RolloutWindow[]) => list.map((w) => ({ ...w, caller: "app" }));
    const windows = [
      ...each("new-1", null, null),
      ...each("old-1", 0),
      ...app(each("new-1", 0)),
      ...app(each("old-1", 0)),
    ];
    expect(names(windows)).toContainEqual(["silent", 1.75]);
  });

  test("a service that fails since it broke is weakly suspect, unless its new instances did well until then", () => {
    const broken = (first: number | null) => [
      window("old-1", -2, 0),
      window("old-1", -1, 0),
      window("new-1", 1, first),
      ...[3, 4].flatMap((at) => [window("old-1", at, 1), window("new-1", at, 1)]),
    ];
    const told = (first: number | null) =>
      judgeRollout(rollout(broken(first)), 2 * minute).evidence.map((e) => e.name);
    expect(told(null)).toContain("worse");
    expect(told(0)).not.toContain("worse");
  });

  test("slower new instances count by how often the time doubled", () => {
    expect(names([...each("new-1", 0, 80), ...each("old-1", 0, 20)])).toContainEqual([
      "slower",
      0.8,
    ]);
  });

  test("a release that began after it broke is vetoed", () => {
    const late = { ...rollout(each("old-1", 0)), begunAt: 10 * minute };
    expect(judgeRollout(late, 5 * minute).veto).toBe("It broke 5 min before this release began.");
  });
});
