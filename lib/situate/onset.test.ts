import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase } from "@/lib/db/fresh-database";
import type { Actor } from "@/lib/people/model";
import { loadMeasures } from "@/lib/timeline/measures-store";
import { checkSeals, sealTimeline } from "@/lib/timeline/seal-store";
import { perform } from "@/lib/verb";
import { wrongOnset } from "./onset";
import { correctOnset } from "./onset-verbs";

const min = 60_000;
const now = Date.UTC(2026, 10, 22, 12);
const onset = now - 30 * min;
const opened = now - 29 * min;
let fresh: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  fresh = await freshDatabase(process.env.DATABASE_URL ?? "", { now });
});
afterAll(() => fresh.drop());
const actor: Actor = { kind: "user", id: "u", name: "Mira", role: "responder" };
const say = (id: number, at: number | null, reason = "the desk was called") =>
  perform(correctOnset, { db: fresh.db, actor, now }, { id, at, reason });
const make = (more: object = {}) =>
  fresh.db.prisma.situation.create({
    data: {
      title: "Checkout is slow",
      status: "open",
      severity: "high",
      step: "watching",
      onsetAt: new Date(onset),
      openedAt: new Date(opened),
      services: ["checkout"],
      impact: {},
      ...more,
    },
  });
const measured = async (id: number) =>
  (await loadMeasures(fresh.db.prisma, { fromMs: opened, toMs: now })).situations.find(
    (s) => s.id === id,
  );

test("what cannot be an onset is refused with what to give instead", () => {
  const around = { openedAt: opened, now };
  expect(wrongOnset(now + 1, around)).toBe(
    "That is still to come. Give the time when the trouble began; it is 2026-11-22 12:00:00 UTC now.",
  );
  expect(wrongOnset(opened + 1, around)).toBe(
    "It was detected at 2026-11-22 11:31:00 UTC, and trouble begins before it is detected. Give an earlier time.",
  );
  expect(wrongOnset(opened - 7 * 86_400_000 - 1, around)).toBe(
    "That is more than 7 d before it was detected. Give a time after 2026-11-15 11:31:00 UTC.",
  );
  expect(wrongOnset(opened, around)).toBeNull();
  expect(wrongOnset(opened - 7 * 86_400_000, around)).toBeNull();
});

test("a corrected onset counts, the detected one stays, and the timeline has who, what and why in its chain", async () => {
  const { id } = await make({ status: "resolved", resolvedAt: new Date(now - 9 * min) });
  expect(await measured(id)).toMatchObject({
    detectMs: 1 * min,
    resolveMs: 21 * min,
    said: false,
  });
  await say(id, onset - 10 * min);
  expect(await measured(id)).toMatchObject({
    detectMs: 11 * min,
    resolveMs: 31 * min,
    said: true,
  });
  const row = await fresh.db.prisma.situation.findUniqueOrThrow({ where: { id } });
  expect(row).toMatchObject({
    onsetAt: new Date(onset),
    saidOnsetAt: new Date(onset - 10 * min),
    saidOnsetBy: "Mira",
    saidOnsetWhy: "the desk was called",
  });
  const told = await fresh.db.prisma.timelineEvent.findMany({ where: { situationId: id } });
  expect(told).toHaveLength(1);
  expect(told[0]).toMatchObject({
    kind: "correct-onset",
    says: "Onset corrected to 2026-11-22 11:20:00 UTC from 2026-11-22 11:30:00 UTC, as detected: the desk was called",
    actor: { name: "Mira", role: "responder" },
    data: { from: onset, to: onset - 10 * min, detectedAt: onset, reason: "the desk was called" },
  });
  await fresh.db.prisma.$transaction((tx) => sealTimeline(tx));
  expect(await checkSeals(fresh.db.prisma)).toMatchObject({ open: 0, brokenAt: null });
});

test("it can be taken back, by null or by the detected time itself, and not twice", async () => {
  const { id } = await make();
  await say(id, onset - min);
  expect(await say(id, onset, "it was the right one")).toEqual({ onsetAt: onset });
  expect(await measured(id)).toMatchObject({ detectMs: min, said: false });
  await expect(say(id, null)).rejects.toThrow(/already counts from 2026-11-22 11:30:00 UTC/);
  await say(id, onset - min);
  await expect(say(id, onset - min)).rejects.toThrow(/Give another time/);
});

test("a refused correction leaves no trace, and merged situations point to the one that counts", async () => {
  const { id } = await make();
  await expect(say(id, now + min)).rejects.toThrow(/still to come/);
  await expect(say(id, onset - min, " a ")).rejects.toThrow(/how you know/);
  expect(await fresh.db.prisma.timelineEvent.count({ where: { situationId: id } })).toBe(0);
  const gone = await make({ status: "resolved", resolution: "merged", mergedInto: id });
  await expect(say(gone.id, onset - min)).rejects.toThrow(
    `S-${gone.id} was merged into S-${id}. Correct the onset there.`,
  );
});
