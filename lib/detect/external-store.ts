import type pg from "pg";
import type { Db } from "../db/client";
import { Problem } from "../problem";
import { readSamples } from "../samples/store";
import { decodeSamples } from "../stream/sample-batch";
import { type Stream, samplesTopic } from "../stream/stream";
import { saveAnomalies } from "./anomaly-store";
import { SeriesCatalogue } from "./derived-store";
import { Engine, type EngineSeries } from "./engine";
import { cursorText, external, type PostedVerdict, readCursor, verdictOf } from "./external";
import { readTunings } from "./label-store";
import { detectGroup } from "./lag-store";
import type { Anomaly } from "./model";
import { withDetectorsBehind } from "./own-output-store";
import { runSettings } from "./run-settings";
import { SeriesRun } from "./series-run";
import { decodeState } from "./state-codec";
import { encodeStates, saveStates } from "./state-store";
import { type DetectorVersion, readLive } from "./store";
import { readSurroundings } from "./surroundings-store";
import { tuningKey } from "./tuning-key";

/** An enabled detector whose verdicts come from outside. Throws Problem "not-found" or "conflict". */
async function readExternal(db: Db, id: string): Promise<DetectorVersion> {
  const live = await readLive(db.prisma, id);
  if (live.settings.algorithm !== external.name)
    throw new Problem("conflict", `Detector ${id} judges itself; its algorithm is not "external".`);
  if (!live.enabled) throw new Problem("conflict", `Detector ${id} is switched off.`);
  return live;
}

/** Series that an external detector is for, by id: what its target chooses, less what comes of its own anomalies. */
export class ExternalSeries {
  private readonly catalogue = new SeriesCatalogue();

  async of(db: Db, { id, settings }: DetectorVersion): Promise<Map<number, EngineSeries>> {
    await this.catalogue.refresh(db);
    const list = await withDetectorsBehind(db, this.catalogue.matching(settings.target));
    return new Map(list.filter((s) => !s.madeFrom?.includes(id)).map((s) => [s.id, s]));
  }
}

/** Records of one partition read for one page at most. */
const recordsAtOnce = 50;

export type PointsPage = {
  points: {
    series: number;
    metric: string;
    tags: EngineSeries["tags"];
    time: number;
    value: number;
  }[];
  /** Give it to the next call; the same again is answered the same */
  cursor: string;
  /** More is known to wait */
  more: boolean;
};

/**
 * The points of an external detector from a cursor on: from the oldest that the stream still has when it is empty, from now
 * on when it is "now". A series' points come in the order in which they were accepted. At least `limit` points, where there
 * are as many.
 */
export async function pullPoints(
  db: Db,
  stream: Stream,
  series: ExternalSeries,
  { detectorId, cursor, limit }: { detectorId: string; cursor: string; limit: number },
): Promise<PointsPage> {
  const live = await readExternal(db, detectorId);
  const next =
    cursor === "now"
      ? await stream.offsets(detectGroup, samplesTopic)
      : cursor === ""
        ? new Array<number>(stream.partitions).fill(0)
        : readCursor(cursor, stream.partitions);
  if (!next)
    throw new Problem(
      "bad-input",
      "This cursor is not one of ours; begin without one, or with cursor=now.",
    );
  const watched = await series.of(db, live);
  const points: PointsPage["points"] = [];
  let more = false;
  for (const [p, from] of next.entries()) {
    const records = await stream.read(samplesTopic, p, from, recordsAtOnce);
    for (const [k, record] of records.entries()) {
      const { ids, times, values } = decodeSamples(record.payload);
      ids.forEach((id, i) => {
        const s = watched.get(id);
        if (s)
          points.push({
            series: id,
            metric: s.metric,
            tags: s.tags,
            time: times[i] as number,
            value: values[i] as number,
          });
      });
      next[p] = record.offset + 1;
      if (points.length >= limit) {
        more ||= k < records.length - 1;
        break;
      }
    }
    more ||= records.length === recordsAtOnce;
  }
  return { points, cursor: cursorText(next), more };
}

export type Judgement = {
  /** Verdicts that were taken */
  accepted: number;
  /** Points that had been judged already, or lie before the last one that was */
  already: number;
  /** Points that we do not have */
  unknown: number;
  /** Anomalies that opened, changed or closed */
  anomalies: number;
};

/**
 * Takes verdicts: those of one series in the order of time, through the same gates as any detector's. Sent again they change
 * nothing. Throws Problem "bad-input" for a series that the detector is not for.
 */
export async function takeVerdicts(
  db: Db,
  series: ExternalSeries,
  {
    detectorId,
    verdicts,
    now,
  }: { detectorId: string; verdicts: readonly PostedVerdict[]; now: number },
  inTransaction: <T>(run: (tx: pg.PoolClient) => Promise<T>) => Promise<T>,
): Promise<Judgement> {
  const live = await readExternal(db, detectorId);
  const watched = await series.of(db, live);
  const stranger = verdicts.find((v) => !watched.has(v.series));
  if (stranger)
    throw new Problem(
      "bad-input",
      `Series ${stranger.series} is not one that detector ${detectorId} watches.`,
    );
  const settings = runSettings(live.id, live.version, live.settings);
  const ids = [...new Set(verdicts.map((v) => v.series))];
  const [tunings, around, values] = await Promise.all([
    readTunings(db, { now }),
    readSurroundings(db, { now, mark: "" }),
    readValues(db, verdicts),
  ]);
  const told: Judgement = { accepted: 0, already: 0, unknown: 0, anomalies: 0 };
  // The engine knows which changes and windows are around a series
  const engine = new Engine([0]);
  if (around) engine.surround(around.surroundings);
  engine.addSeries(ids.flatMap((id) => watched.get(id) ?? []));
  return inTransaction(async (tx) => {
    await tx.query("SELECT pg_advisory_xact_lock(hashtextextended('external ' || $1, 0))", [
      detectorId,
    ]);
    const { rows } = await tx.query<{ seriesId: number; state: Buffer }>(
      `SELECT "seriesId", state FROM detector_states WHERE "detectorId" = $1 AND "seriesId" = ANY ($2::int[])`,
      [detectorId, ids],
    );
    const saved = new Map(rows.map((r) => [r.seriesId, decodeState(r.state)]));
    const found = new Map<string, Anomaly>();
    let news = false;
    const runs = ids.map((id) => {
      const state = saved.get(id);
      const run = new SeriesRun(
        settings,
        watched.get(id) as EngineSeries,
        (event, a) => {
          found.set(a.id, a);
          if (event !== "grown") news = true;
        },
        state && SeriesRun.fits(settings, state) ? state : undefined,
        tunings.get(tuningKey(detectorId, id)),
        engine.aroundOf(id),
      );
      return { id, run };
    });
    for (const { id, run } of runs) {
      const mine = verdicts
        .filter((v) => v.series === id)
        .map((v) => ({ v, t: typeof v.time === "number" ? v.time : Date.parse(v.time) }))
        .sort((a, b) => a.t - b.t);
      for (const p of await trafficOf(
        db,
        settings.counts.minTraffic?.metric,
        watched.get(id),
        mine,
      ))
        run.pushTraffic(p.t, p.value);
      for (const { v, t } of mine) {
        const value = values.get(`${id} ${t}`);
        if (value === undefined) told.unknown++;
        else if (run.pushVerdict(t, value, verdictOf(v))) told.accepted++;
        else told.already++;
      }
    }
    const states = runs
      .filter(({ run }) => run.dirty)
      .map(({ id, run }) => ({
        detectorId,
        seriesId: id,
        version: live.version,
        upTo: Number.isFinite(run.upTo) ? run.upTo : now,
        state: run.save(),
      }));
    await saveStates(tx, encodeStates(states), "live");
    const muted = (a: Anomaly) =>
      live.untrusted === null || a.muted !== null
        ? a
        : { ...a, muted: `Not trusted: ${live.untrusted}` };
    await saveAnomalies(tx, [...found.values()].map(muted), { news });
    return { ...told, anomalies: found.size };
  });
}

/** Values of the points that verdicts are about, by series and time. */
async function readValues(
  { pool }: Pick<Db, "pool">,
  verdicts: readonly PostedVerdict[],
): Promise<Map<string, number>> {
  const times = verdicts.map((v) => (typeof v.time === "number" ? v.time : Date.parse(v.time)));
  const { rows } = await pool.query<{ id: number; t: number; value: number }>(
    `SELECT n.id, n.t, s.value FROM unnest($1::int[], $2::float8[]) AS n(id, t)
     JOIN samples s ON s.series_id = n.id AND s.time = to_timestamp(n.t / 1000)`,
    [verdicts.map((v) => v.series), times],
  );
  return new Map(rows.map((r) => [`${r.id} ${r.t}`, r.value]));
}

/** The companion's values around verdicts, where a gate asks for its traffic. */
async function trafficOf(
  db: Db,
  metric: string | undefined,
  series: EngineSeries | undefined,
  verdicts: readonly { t: number }[],
): Promise<{ t: number; value: number }[]> {
  if (metric === undefined || !series?.service || verdicts.length === 0) return [];
  const companion = await db.prisma.series.findFirst({
    where: { service: series.service, metric },
    orderBy: { id: "asc" },
    select: { id: true },
  });
  if (!companion) return [];
  const sideMs = 5 * 60_000;
  const read = await readSamples(
    db.pool,
    [companion.id],
    (verdicts[0]?.t ?? 0) - sideMs,
    (verdicts.at(-1)?.t ?? 0) + sideMs,
  );
  const { times, values } = read.get(companion.id) ?? { times: [], values: [] };
  return times.map((t, i) => ({ t, value: values[i] as number }));
}
