import { z } from "zod";
import type { Db } from "../db/client";
import { loadJudged, policyName } from "../remediate/autonomy-store";
import { type Measures, quantile } from "../timeline/measures";
import { loadMeasures, type Measured } from "../timeline/measures-store";
import { nightsOf } from "../timeline/nights";
import { defineView } from "../view";

const dayMs = 86_400_000;
const steps = 7;

/** How the loop did over a time: its speed with trend, what became of the flood, detectors, automation, nights. */
export const reports = defineView({
  input: z.object({
    days: z.union([z.literal(7), z.literal(28), z.literal(84)]).default(28),
    /** Whose nights: an IANA time zone */
    zone: z
      .string()
      .max(60)
      .refine((zone) => Intl.supportedValuesOf("timeZone").includes(zone) || zone === "UTC", {
        error: "Not a time zone. Use an IANA name such as Europe/Berlin.",
      })
      .default("UTC"),
  }),
  async load({ db, now }, { days, zone }) {
    const from = now - days * dayMs;
    const [times, points, anomalies, byDetector, automation, deeds] = await Promise.all([
      loadMeasures(db.prisma, { fromMs: from, toMs: now + 1 }),
      countPoints(db, from),
      db.prisma.anomaly.count({ where: { startedAt: { gte: new Date(from) } } }),
      readDetectors(db, from),
      readAutomation(db, from, now),
      db.prisma.timelineEvent.findMany({
        where: {
          at: { gte: new Date(from) },
          situationId: { not: null },
          actor: { path: ["kind"], equals: "user" },
        },
        select: { at: true, situationId: true, actor: true },
      }),
    ]);
    const asked = await db.prisma.remedy.findMany({
      where: { proposedAt: { gte: new Date(from) }, state: { not: "observed" } },
      select: { decidedBy: true, executedAt: true },
    });
    return {
      at: now,
      from,
      median: times.median,
      p90: times.p90,
      situations: times.situations.length,
      /** Of them, those whose onset a person has corrected */
      corrected: times.situations.filter((s) => s.said).length,
      trend: trendOf(times.situations, from, now),
      slowest: times.situations
        .filter((s) => s.resolveMs !== null)
        .sort((a, b) => (b.resolveMs ?? 0) - (a.resolveMs ?? 0))
        .slice(0, 5),
      funnel: [
        { step: "Points", count: points, says: "samples taken in, an estimate of the database" },
        { step: "Anomalies", count: anomalies, says: "signals that left their usual range" },
        {
          step: "Situations",
          count: times.situations.length,
          says: "anomalies that belong together",
        },
        {
          step: "Questions",
          count: asked.filter((r) => r.decidedBy !== policyName).length,
          says: "plans that waited for a person",
        },
        {
          step: "Actions",
          count: asked.filter((r) => r.executedAt !== null).length,
          says: "remedies executed",
        },
      ],
      detectors: byDetector,
      automation,
      nights: nightsOf(
        deeds.map((d) => ({
          at: d.at.getTime(),
          name: (d.actor as { name: string }).name,
          situationId: d.situationId ?? 0,
        })),
        zone,
      ).slice(0, 20),
    };
  },
});

/** Medians and p90 of seven equal parts of the time, oldest first. */
function trendOf(situations: Measured["situations"], from: number, to: number) {
  const width = (to - from) / steps;
  return Array.from({ length: steps }, (_, i) => {
    const start = from + i * width;
    const own = situations.filter((s) => s.openedAt >= start && s.openedAt < start + width);
    const at = (q: number): Measures => ({
      detectMs: quantile(
        own.map((s) => s.detectMs),
        q,
      ),
      knowMs: quantile(
        own.map((s) => s.knowMs),
        q,
      ),
      resolveMs: quantile(
        own.map((s) => s.resolveMs),
        q,
      ),
    });
    return { start, count: own.length, median: at(0.5), p90: at(0.9) };
  });
}

/** Samples taken in since, as the database's statistics of its daily tables tell. */
async function countPoints(db: Db, from: number): Promise<number> {
  const first = `samples_${new Date(from).toISOString().slice(0, 10).replaceAll("-", "")}`;
  const [row] = await db.prisma.$queryRaw<{ points: number | null }[]>`
    SELECT sum(GREATEST(c.reltuples, s.n_live_tup, 0))::float8 AS points
    FROM pg_class c LEFT JOIN pg_stat_user_tables s ON s.relid = c.oid
    WHERE c.relkind = 'r' AND c.relname LIKE 'samples\\_%' AND c.relname >= ${first}`;
  return Math.round(row?.points ?? 0);
}

async function readDetectors(db: Db, from: number) {
  const rows = await db.prisma.$queryRaw<
    { id: string; title: string; anomalies: number; strong: number; joined: number }[]
  >`
    SELECT d.id, d.title, count(*)::int AS anomalies,
      count(*) FILTER (WHERE a.level = 'STRONG')::int AS strong,
      count(*) FILTER (WHERE EXISTS (
        SELECT 1 FROM situation_anomalies m WHERE m."anomalyId" = a.id))::int AS joined
    FROM anomalies a JOIN detectors d ON d.id = a."detectorId"
    WHERE a."startedAt" >= ${new Date(from)}
    GROUP BY d.id, d.title ORDER BY count(*) DESC LIMIT 20`;
  return rows;
}

async function readAutomation(db: Db, from: number, now: number) {
  const judged = (await loadJudged(db.prisma, null, now)).filter((j) => j.at >= from);
  const count = (how: string, automatic?: boolean) =>
    judged.filter((j) => j.how === how && (automatic === undefined || j.automatic === automatic))
      .length;
  return {
    judged: judged.length,
    right: count("right"),
    wrong: count("wrong"),
    disagreed: count("disagreed"),
    automatic: { right: count("right", true), wrong: count("wrong", true) },
  };
}
