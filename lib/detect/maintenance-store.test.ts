import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase } from "@/lib/db/fresh-database";
import type { Actor } from "@/lib/people/model";
import { perform } from "@/lib/verb";
import { Engine } from "./engine";
import { readWindows } from "./maintenance-store";
import { changeMaintenance, endMaintenance, planMaintenance } from "./maintenance-verbs";
import { type Anomaly, counts } from "./model";
import { runSettings } from "./run-settings";
import { readSurroundings } from "./surroundings-store";

const minute = 60_000;
const now = Date.UTC(2026, 10, 22, 12);
let fresh: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  fresh = await freshDatabase(process.env.DATABASE_URL ?? "", { now });
});
afterAll(() => fresh.drop());

const actor: Actor = { kind: "user", id: "u", name: "Mira", role: "responder" };
const at = (t: number) => ({ db: fresh.db, actor, now: t });
const half = {
  name: "Move the database",
  reason: "new disks",
  scope: "service = db",
  from: now,
  minutes: 30,
  zone: "Europe/Berlin",
  until: now,
};

test("a window mutes what is found in its scope while it holds, records it, and then no more", async () => {
  await perform(planMaintenance, at(now), half);
  const around = await readSurroundings(fresh.db, { now, mark: "" });
  const engine = new Engine([0]);
  if (around) engine.surround(around.surroundings);
  expect(await readSurroundings(fresh.db, { now, mark: around?.mark ?? "" })).toBeNull();
  engine.define([
    {
      settings: runSettings("d", 1, {
        algorithm: "constant-threshold",
        params: { strongUpper: 10 },
        counts: counts.parse({ closeAfter: 1 }),
      }),
      target: "metric = load",
    },
  ]);
  engine.addSeries([
    { id: 1, metric: "load", service: "db", tags: { service: "db" } },
    { id: 2, metric: "load", service: "web", tags: { service: "web" } },
  ]);
  const points: [number, number, number][] = [
    [1, 5, 20],
    [2, 5, 20],
    [1, 6, 1],
    [1, 31, 20],
  ];
  const accept = (list: typeof points) =>
    engine.accept([
      {
        points: {
          ids: Int32Array.from(list, (p) => p[0]),
          times: Float64Array.from(list, (p) => now + p[1] * minute),
          values: Float64Array.from(list, (p) => p[2]),
        },
        partition: 0,
        next: 1,
      },
    ]);
  accept([
    [1, 0, 1],
    [2, 0, 1],
  ]);
  for (const t of engine.takeTrainings()) t.slot.takeOver(t, t.slot.newRun(t.settings));
  accept(points);
  const told = engine
    .takeAnomalies()
    .anomalies.map((a: Anomaly) => [a.service, (a.startedAt - now) / minute, a.muted]);
  expect(told).toEqual([
    ["db", 5, "Maintenance: Move the database (new disks)"],
    ["db", 31, null],
    ["web", 5, null],
  ]);
});

test("a window that waits for a situation ends when that is resolved, at its own end at the latest", async () => {
  const situation = await fresh.db.prisma.situation.create({
    data: {
      title: "Checkout is slow",
      status: "open",
      severity: "high",
      step: "watching",
      onsetAt: new Date(now),
      openedAt: new Date(now),
      services: ["checkout"],
      impact: {},
    } as never,
  });
  const { id } = await perform(planMaintenance, at(now), {
    ...half,
    name: "Until it is over",
    minutes: 600,
    situationId: situation.id,
  });
  const untilOf = async () =>
    (await readWindows(fresh.db, { now })).find((w) => w.id === id)?.until;
  expect(await untilOf()).toBe(now + 600 * minute);
  await fresh.db.prisma.situation.update({
    where: { id: situation.id },
    data: { resolvedAt: new Date(now + 10 * minute) },
  });
  expect(await untilOf()).toBe(now + 10 * minute);
  await expect(
    perform(planMaintenance, at(now), { ...half, situationId: situation.id }),
  ).rejects.toThrow(/is resolved/);
});

test("a window can be planned anew and ended early, and what has ended stays as it was", async () => {
  const { id } = await perform(planMaintenance, at(now), {
    ...half,
    name: "Every night",
    repeats: "daily",
    until: now + 7 * 86_400_000,
  });
  await perform(changeMaintenance, at(now), {
    ...half,
    id,
    name: "Every Sunday",
    repeats: "weekly",
    days: [0],
    until: now + 30 * 86_400_000,
  });
  await perform(endMaintenance, at(now + minute), { id });
  const window = (await readWindows(fresh.db, { now })).find((w) => w.id === id);
  expect(window).toMatchObject({
    name: "Every Sunday",
    days: [0],
    until: now + minute,
    endedBy: "Mira",
  });
  await expect(perform(endMaintenance, at(now + 2 * minute), { id })).rejects.toThrow(/has ended/);
});

test.each([
  [{ scope: "service = (" }, /^Scope: /],
  [{ minutes: 30, from: now - 31 * minute }, /ends in the past/],
  [{ repeats: "weekly", until: now + 86_400_000 }, /at least one day/],
  [{ repeats: "daily", until: now + 367 * 86_400_000 }, /a year from now/],
  [{ repeats: "weekly", days: [3], until: now + 86_400_000 }, /never hold/],
  [{ zone: "Mars/Olympus" }, /time zone/],
  [{ changeId: "nobody" }, /no such change/],
])("%j is refused with what to do", (wrong, says) =>
  expect(perform(planMaintenance, at(now), { ...half, ...wrong })).rejects.toThrow(says),
);
