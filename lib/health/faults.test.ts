import { expect, test } from "vitest";
import { changesOf, findFaults, ownRules } from "./faults";
import type { OwnProcess, OwnState, PartName, Report } from "./model";

const now = 1_000_000_000_000;
const minute = 60_000;
const day = 24 * 60 * minute;

const report: Report = { loopLagMs: 3, memoryBytes: 1e8, errorsLastHour: 0, lastError: null };
const running = (parts: PartName[], over: Partial<OwnProcess> = {}): OwnProcess => ({
  ...{ id: parts.join("+"), parts, host: "here", pid: 1, version: "1", startedAt: now - day },
  ...{ beatAt: now - 4_000, stoppedAt: null, report },
  ...over,
});
const job: OwnState["jobs"][number] = {
  ...{ name: "diagnose", due: 0, later: 0, running: 0, failing: 0, dead: 0, oldestMs: 0 },
  lastError: null,
};
const state: OwnState = {
  partitions: [{ partition: 0, records: 2 }],
  lag: { records: 2, behindMs: 900, seenAt: now },
  jobs: [job],
  ...{ remedies: [], messages: [], messagesFailed: 0, openAnomalies: [], anomaliesLastHour: 0 },
  unsealedAt: now - minute,
  recordFault: null,
  tables: [{ name: "samples", days: 36, keepDays: 35, oldestAt: now - 35.9 * day, bytes: 1 }],
  databaseBytes: 1,
};
const all = [running(["ingest"]), running(["detect", "jobs"]), running(["app"])];
const found = (over: Partial<OwnState>, processes: readonly OwnProcess[] = all) =>
  findFaults(now, { ...state, ...over }, processes).map((f) => `${f.rule} ${f.subject} ${f.tone}`);

test("nothing is wrong while all beat, detection keeps up, and jobs run", () => {
  expect(found({})).toEqual([]);
});

test("a part nobody has heard of for more than 30 s is missed, unless another process does its work", () => {
  const silent = running(["detect", "jobs"], { beatAt: now - 30_001 });
  expect(found({}, [running(["ingest"]), silent])).toEqual([
    "part-silent detect strong",
    "part-silent jobs strong",
  ]);
  expect(found({}, [running(["ingest"]), silent, running(["detect"]), running(["jobs"])])).toEqual(
    [],
  );
  expect(found({}, [running(["ingest"]), { ...silent, beatAt: now - 30_000 }])).toEqual([]);
});

test("a part that was stopped on purpose is missed as well, and the words differ", () => {
  const at = now - 31_000;
  const [stopped] = findFaults(now, state, [running(["ingest"], { beatAt: at, stoppedAt: at })]);
  const [died] = findFaults(now, state, [running(["ingest"], { beatAt: at })]);
  expect(stopped?.says).toMatch(/^Ingest was stopped and no other process does its work\./);
  expect(died?.says).toMatch(/^Ingest fell silent/);
});

test("a part that never was is missed too: a Sitroom without workers says so", () => {
  expect(findFaults(now, state, [running(["app"])]).map((f) => f.says.split(" and ")[0])).toEqual([
    "Ingest has not been heard of for a day",
    "Detection has not been heard of for a day",
    "Job worker has not been heard of for a day",
  ]);
});

test("chat and the app may be away without an alert", () => {
  expect(found({}, [...all, running(["chat"], { beatAt: now - day / 2 })])).toEqual([]);
});

test("every rule can speak", () => {
  const detect = { points: 9, late: 0, unknown: 0, verdicts: 9, skipped: 7, learning: 0 };
  const bad: Report = {
    ...report,
    loopLagMs: 1_001,
    errorsLastHour: 21,
    lastError: { at: now, says: "a request failed" },
    detect: { ...detect, skippedAt: now - minute },
    chat: [
      {
        ...{ id: "shop", name: "#shop", connected: false, since: now - 2 * minute - 1 },
        says: "Slack refuses: invalid_auth. Enter the app-level token again.",
      },
      { id: "ops", name: "#ops", connected: false, says: null, since: now - 2 * minute },
    ],
  };
  const faults = findFaults(
    now,
    {
      ...state,
      lag: { records: 9, behindMs: 60_001, seenAt: now },
      jobs: [{ ...job, dead: 1, failing: 2, due: 1, oldestMs: 2 * minute + 1, lastError: "no" }],
      messagesFailed: 1,
      unsealedAt: now - 15 * minute - 1,
      recordFault: "Entry 7 was removed.",
      tables: [{ name: "spans", days: 5, keepDays: 3, oldestAt: now - 4.6 * day, bytes: 1 }],
    },
    [running(["ingest", "detect"], { report: bad }), running(["jobs"], { beatAt: now - 31_000 })],
  );
  expect(new Set(faults.map((f) => f.rule))).toEqual(new Set(ownRules.map((r) => r.name)));
  expect(faults.filter((f) => f.rule === "buttons-away").map((f) => f.says)).toEqual([
    "Buttons of #shop do not work: Slack refuses: invalid_auth. Enter the app-level token again. Messages still go out.",
  ]);
  expect(faults.find((f) => f.rule === "job-dead")?.says).toBe(
    "The job diagnose was given up once after all its tries: no",
  );
});

test("a fault that goes on stays one alert, what is over ends, what is new opens", () => {
  const fault = (rule: string, subject: string) =>
    ({ rule, subject, tone: "weak", says: "" }) as const;
  const change = changesOf(
    [fault("job-dead", "tell"), fault("busy", "a")],
    [fault("busy", "a"), fault("busy", "b")],
  );
  expect(change).toEqual({ opens: [fault("busy", "b")], ends: [fault("job-dead", "tell")] });
});
