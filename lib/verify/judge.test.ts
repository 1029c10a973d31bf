import { expect, test } from "vitest";
import { digraph } from "@/lib/graph/digraph";
import { judge, type Member, type ServiceBand } from "./judge";

const at = 1_000_000;
const s = (seconds: number) => at + seconds * 1000;
const member = (over: Partial<Member> = {}): Member => ({
  seriesId: 1,
  service: "pricing",
  metric: "service.errors",
  level: "STRONG",
  startedAt: s(-60),
  endedAt: s(20),
  gone: false,
  ...over,
});
/** So many requests of about 20 ms, or of another bucket, and so many of them failing. */
const requests = (count: number, errors = 0, bucket = 18) => ({
  count,
  errors,
  buckets: Object.assign(new Array<number>(66).fill(0), { [bucket]: count }),
});
/** Windows with requests from `from` on, every ten seconds, up to `to` (seconds after the execution). */
const band = (to: number, over: Partial<ServiceBand> = {}): ServiceBand => ({
  service: "pricing",
  windows: Array.from({ length: Math.floor(to / 10) }, (_, i) => ({
    start: s((i + 1) * 10),
    ...requests(50),
  })),
  usual: requests(5000),
  during: requests(500, 200),
  growing: { failing: false, slow: false },
  lastBadAt: s(10),
  bad: false,
  ...over,
});
const look = (
  seconds: number,
  members: Member[],
  services: ServiceBand[],
  neighbours: ServiceBand[] = [],
) => {
  const { ladder, outcome, says } = judge({
    now: s(seconds),
    executedAt: at,
    holdMs: 30_000,
    members,
    services,
    neighbours,
    calls: digraph([{ from: "web", to: "pricing" }]),
  });
  return { outcome, says, steps: ladder.map((r) => r.state).join(" "), ladder };
};

test("the ladder is climbed rung by rung to recovered", () => {
  const open = member({ endedAt: null });
  expect(look(5, [open], [band(0, { bad: true })]).steps).toBe(
    "done running waiting waiting waiting",
  );
  expect(look(40, [open, member()], [band(30)]).ladder[1]?.says).toBe("1 of 2 anomalies are over.");
  expect(look(45, [member()], [band(30)]).steps).toBe("done done running waiting waiting");
  // Windows 20, 30 and 40 are good: back in band at 40 s; 30 s of data more and it has held.
  const holding = look(75, [member()], [band(50)]);
  expect(holding.steps).toBe("done done done running waiting");
  expect(holding.ladder[3]?.says).toBe("20 of 30 s without a relapse.");
  expect(look(85, [member()], [band(60)])).toMatchObject({
    outcome: "recovered",
    steps: "done done done done done",
    says: "Recovered: all 1 anomalies are over and every service stayed in its usual range for 30 s.",
  });
});

test("silence does not count as holding", () => {
  expect(look(300, [member()], [band(40)]).outcome).toBeNull();
  expect(look(391, [member()], [band(40)])).toMatchObject({ outcome: "inconclusive" });
});

test("a relapse starts the holding again", () => {
  const relapsed = look(120, [member()], [band(110, { lastBadAt: s(70) })]);
  expect(relapsed.ladder[2]?.at).toBe(s(100));
  expect(relapsed.outcome).toBeNull();
});

/** A band whose windows since the execution all fail this many of their 50 requests. */
const failing = (to: number, errors: number, over: Partial<ServiceBand> = {}): ServiceBand => {
  const all = band(to, over);
  return { ...all, windows: all.windows.map((w) => ({ ...w, errors })) };
};

test("as bad as before when the time is up is no effect, whether or not anomalies flap", () => {
  const open = member({ endedAt: null });
  const bad = failing(290, 20, { bad: true });
  expect(look(299, [open], [bad]).outcome).toBeNull();
  expect(look(300, [open], [bad])).toMatchObject({
    outcome: "no-effect",
    says: "No effect: after 5 min pricing is as bad as before.",
    steps: "done failed failed failed failed",
  });
  expect(look(300, [open, member({ seriesId: 2 })], [bad]).outcome).toBe("no-effect");
});

test("some services well or some failures fewer when the time is up is partly", () => {
  const open = member({ endedAt: null });
  expect(look(300, [open], [failing(290, 8, { bad: true })])).toMatchObject({
    outcome: "partly",
    says: "Partly: after 5 min 1 of 1 anomalies still run.",
  });
  const other = failing(290, 20, { service: "search", bad: true });
  expect(look(300, [member()], [band(290), other])).toMatchObject({
    outcome: "partly",
    says: "Partly: after 5 min search has not recovered.",
  });
  const restless = band(290, { service: "search", during: null, bad: true });
  expect(look(300, [member()], [band(290), restless]).says).toContain("not every service");
});

test("a service beside the target that broke since the execution is worse, unless the incident healed", () => {
  const open = member({ endedAt: null });
  const ill = failing(100, 20, { bad: true });
  const well = { service: "search", during: requests(500) };
  const broke = failing(100, 25, well);
  expect(look(79, [open], [ill], [broke]).outcome).toBeNull();
  expect(look(80, [open], [ill], [broke])).toMatchObject({
    outcome: "worse",
    says: "Worse: since the execution search fails 50 % of its requests, usually 0.0 %, and that was better before.",
  });
  expect(look(100, [member()], [band(90)], [broke]).outcome).toBeNull();
  expect(look(391, [member()], [band(380)], [failing(380, 25, well)])).toMatchObject({
    outcome: "partly",
    says: "Partly: after 7 min since the execution search fails 50 % of its requests, usually 0.0 %.",
  });
});

test("a fault that was growing by itself and grows on is no effect, not worse", () => {
  const open = member({ endedAt: null });
  const grew = failing(290, 40, { bad: true });
  expect(look(120, [open], [grew]).outcome).toBe("worse");
  expect(
    look(120, [open], [{ ...grew, growing: { failing: true, slow: false } }]).outcome,
  ).toBeNull();
  expect(look(300, [open], [{ ...grew, growing: { failing: true, slow: false } }]).outcome).toBe(
    "no-effect",
  );
});

test("growing slowness reaches the callers by itself; that callers fail is the remedy's doing", () => {
  const open = member({ endedAt: null, metric: "service.latency.p95" });
  const slow = (over: Partial<ServiceBand> = {}, errors = 0) =>
    band(100, {
      windows: Array.from({ length: 10 }, (_, i) => ({
        start: s((i + 1) * 10),
        ...requests(50, errors, 26),
      })),
      during: requests(500, 0, 22),
      bad: true,
      ...over,
    });
  const grew = slow({ growing: { failing: false, slow: true } });
  const web = { service: "web", during: requests(500), bad: false };
  expect(look(120, [open], [slow()], [slow(web)]).outcome).toBe("worse");
  expect(look(120, [open], [grew], [slow(web)]).outcome).toBeNull();
  expect(look(120, [open], [grew], [slow({ ...web, service: "search" })]).outcome).toBe("worse");
  expect(look(120, [open], [grew], [slow(web, 10)])).toMatchObject({
    outcome: "worse",
    says: expect.stringContaining("web fails 20 % of its requests, usually 0.0 %"),
  });
  const onWeb = member({ seriesId: 2, service: "web", startedAt: s(30), endedAt: null });
  const later = { ...onWeb, metric: "service.latency.p95" };
  expect(look(120, [open, later], [grew]).outcome).toBeNull();
  expect(look(120, [open, onWeb], [grew]).outcome).toBe("worse");
});

test("what fails much fails a little more or less from minute to minute: the same state, neither worse nor partly", () => {
  const open = member({ endedAt: null });
  const before = { during: requests(1800, 650), bad: true };
  const more = failing(290, 21, before);
  expect(look(120, [open], [more]).outcome).toBeNull();
  expect(look(300, [open], [more]).outcome).toBe("no-effect");
  expect(look(300, [open], [failing(290, 15, before)]).outcome).toBe("no-effect");
});

test("worse than usual in one way and than just before in another is not broken by the remedy", () => {
  const open = member({ endedAt: null });
  const slow = band(100, {
    windows: Array.from({ length: 10 }, (_, i) => ({
      start: s((i + 1) * 10),
      ...requests(50, 2, 26),
    })),
    usual: requests(5000, 130),
    during: requests(500, 0, 26),
    bad: true,
  });
  expect(look(120, [open], [slow]).outcome).toBeNull();
});

test("without requests it is inconclusive", () => {
  const none = band(0, { lastBadAt: null });
  expect(look(299, [member()], [none]).outcome).toBeNull();
  expect(look(300, [member()], [none]).outcome).toBe("inconclusive");
  expect(look(300, [member()], []).outcome).toBe("inconclusive");
});

test("new trouble that lasts is worse, a ruffle of the restart is not", () => {
  const old = member({ endedAt: null });
  const fresh = member({
    seriesId: 2,
    metric: "service.latency.p95",
    startedAt: s(30),
    endedAt: null,
  });
  const bad = band(80, { bad: true });
  expect(look(89, [old, fresh], [bad]).outcome).toBeNull();
  expect(look(90, [old, fresh], [bad])).toMatchObject({
    outcome: "worse",
    says: "Worse: pricing service.latency.p95 broke after the execution, and 1 of the old anomalies still run.",
  });
  expect(look(90, [old, { ...fresh, startedAt: s(15) }], [bad]).outcome).toBeNull();
  expect(look(90, [old, { ...fresh, level: "WEAK" }], [bad]).outcome).toBeNull();
  expect(look(90, [old, { ...fresh, seriesId: 1 }], [bad]).outcome).toBeNull();
});

test("a series that fell silent with its instance does not hold up recovery", () => {
  const gone = member({ seriesId: 3, metric: "heap", endedAt: null, gone: true });
  expect(look(85, [member(), gone], [band(60)]).outcome).toBe("recovered");
});

test("back in band but slower or failing more than before the incident is partly, not recovered", () => {
  const windows = (bucket: number, errors: number) =>
    Array.from({ length: 40 }, (_, i) => ({
      start: s((i + 1) * 10),
      ...requests(50, errors, bucket),
    }));
  const slow = band(400, { windows: windows(22, 0) });
  expect(look(120, [member()], [slow])).toMatchObject({ outcome: null });
  expect(look(400, [member()], [slow])).toMatchObject({
    outcome: "partly",
    says: "Partly: after 7 min pricing answers within 45 ms (p95), usually 22 ms.",
  });
  expect(look(400, [member()], [band(400, { windows: windows(18, 3) })]).outcome).toBe("partly");
  expect(look(400, [member()], [band(400, { windows: windows(19, 0) })]).outcome).toBe("recovered");
});
