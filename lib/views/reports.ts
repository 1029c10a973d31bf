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
    const since = new Date(from);
    const [times, points, anomalies, byDetector, automation, deeds, sent, asked] =
      await Promise.all([
        loadMeasures(db.prisma, { fromMs: from, toMs: now + 1 }),
        countPoints(db, from),
        db.prisma.anomaly.count({ where: { startedAt: { gte: since } } }),
        readDetectors(db, from),
        readAutomation(db, from, now),
        db.prisma.timelineEvent.findMany({
          where: {
            at: { gte: since },
            situationId: { not: null },
            actor: { path: ["kind"], equals: "user" },
          },
          select: { at: true, situationId: true, actor: true },
        }),
        db.prisma.message.findMany({
          where: { sentAt: { gte: since }, state: "sent", kind: { not: "test" } },
          select: { sentAt: true },
        }),
        db.prisma.remedy.findMany({
          where: { proposedAt: { gte: since }, state: { not: "observed" } },
          select: { decidedBy: true, executedAt: true },
        }),
      ]);
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
        { step: "Pages", count: sent.length, says: "messages that went out to people" },
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
        sent.flatMap((m) => m.sentAt?.getTime() ?? []),
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

/**
 * Samples taken in since, as the database's statistics of its daily tables tell; of the first day, the share of it that
 * is within the time.
 */
async function countPoints(db: Db, from: number): Promise<number> {
  const day = (ms: number) =>
    `samples_${new Date(ms).toISOString().slice(0, 10).replaceAll("-", "")}`;
  const { rows } = await db.pool.query<{ name: string; points: number }>(
    `SELECT c.relname AS name, GREATEST(c.reltuples, s.n_live_tup, 0)::float8 AS points
     FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
     LEFT JOIN pg_stat_user_tables s ON s.relid = c.oid
     WHERE i.inhparent = 'samples'::regclass AND c.relname >= $1`,
    [day(from)],
  );
  const share = 1 - (from % dayMs) / dayMs;
  return Math.round(
    rows.reduce((sum, r) => sum + r.points * (r.name === day(from) ? share : 1), 0),
  );
}

/** The detectors that raised most, with what people have said of their anomalies and how many joined a situation. */
async function readDetectors(db: Db, from: number) {
  const { rows } = await db.pool.query<{
    id: string;
    title: string;
    anomalies: number;
    muted: number;
    strong: number;
    joined: number;
    right: number;
    wrong: number;
  }>(
    `SELECT d.id, d.title, count(*)::int AS anomalies,
       (count(*) FILTER (WHERE a.muted IS NOT NULL))::int AS muted,
       (count(*) FILTER (WHERE a.level = 'STRONG'))::int AS strong,
       (count(*) FILTER (WHERE EXISTS (
         SELECT 1 FROM situation_anomalies m WHERE m."anomalyId" = a.id)))::int AS joined,
       (count(*) FILTER (WHERE l.kind = 'true'))::int AS right,
       (count(*) FILTER (WHERE l.kind = 'false-alarm'))::int AS wrong
     FROM anomalies a JOIN detectors d ON d.id = a."detectorId"
     LEFT JOIN LATERAL (SELECT kind FROM anomaly_labels
       WHERE "anomalyId" = a.id AND "undoneAt" IS NULL ORDER BY at DESC LIMIT 1) l ON true
     WHERE a."startedAt" >= $1::timestamp
     GROUP BY d.id, d.title ORDER BY count(*) DESC, d.title LIMIT 20`,
    [new Date(from).toISOString()],
  );
  return rows.map(({ right, wrong, ...row }) => ({
    ...row,
    labelled: right + wrong,
    /** Of those labelled true or false alarm, 0–1; null without any */
    precision: right + wrong === 0 ? null : right / (right + wrong),
  }));
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
