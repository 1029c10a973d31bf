import { z } from "zod";
import { severityStep } from "../detect/model";
import { readSilences } from "../detect/silence-store";
import { resolveRange } from "../series/time-range";
import { situationName } from "../situate/model";
import { defineView } from "../view";
import { type Cell, laneCells } from "./anomalies-lanes";
import { readAnomalies, type ShownAnomaly } from "./metrics-anomalies";
import { readFlags } from "./metrics-flags";
import { metricTitle } from "./metrics-words";

const by = ["service", "metric", "detector"] as const;
const most = 10_000;
/** The list of the page has at most so many rows. */
const mostRows = 5000;

/** Anomalies of a range: a lane of cells over all and one per service, metric or detector, and the list. */
export const anomalies = defineView({
  input: z.object({
    from: z.string(),
    to: z.string(),
    by: z.enum(by).default("service"),
    /** The lowest step that is shown, 1 to 5 (severityStep) */
    severity: z.number().int().min(1).max(5).default(1),
    /** By the highest score, or by how many */
    sort: z.enum(["severity", "occurrence"]).default("severity"),
    top: z.number().int().min(1).max(100).default(10),
  }),
  async load({ db, now }, input) {
    const { from, to } = resolveRange(input, now);
    const end = Math.min(to, now);
    const all = await readAnomalies(db, { from, to: end, take: most });
    const shown = all.filter((a) => severityStep(a.level, a.peakScore) >= input.severity);
    const keyOf = (a: ShownAnomaly) =>
      input.by === "service"
        ? (a.service ?? "no service")
        : input.by === "metric"
          ? a.metric
          : a.detectorId;
    const groups = new Map<string, ShownAnomaly[]>();
    for (const a of shown) groups.set(keyOf(a), [...(groups.get(keyOf(a)) ?? []), a]);
    if (input.by === "service") {
      const services = await db.prisma.service.findMany({ where: { kind: "instrumented" } });
      for (const s of services) if (!groups.has(s.name)) groups.set(s.name, []);
    }
    const lanes = [...groups]
      .map(([key, mine]) => ({
        key,
        title:
          input.by === "detector"
            ? (mine[0]?.detectorTitle ?? key)
            : input.by === "metric"
              ? metricTitle(key)
              : key,
        count: mine.length,
        top: mine.reduce((m, a) => Math.max(m, a.peakScore), 0),
        level: levelOf(mine),
        cells: [] as Cell[],
        mine,
      }))
      .sort((a, b) =>
        input.sort === "severity"
          ? b.top - a.top || (a.key < b.key ? -1 : 1)
          : b.count - a.count || (a.key < b.key ? -1 : 1),
      );
    const [watched, flags, silences] = await Promise.all([
      db.prisma.detector.findMany({ select: { id: true, title: true, createdAt: true } }),
      readFlags(db, { from, to: end }),
      readSilences(db, now),
    ]);
    const firstWatch = (key?: string) =>
      Math.min(
        ...watched
          .filter((d) => key === undefined || d.id === key)
          .map((d) => d.createdAt.getTime()),
        ...(key === undefined ? all : all.filter((a) => a.detectorId === key)).map(
          (a) => a.startedAt,
        ),
      );
    const silent =
      input.by === "service" ? await readSilence(db, from, end) : new Map<string, Set<number>>();
    return {
      from,
      to: end,
      /** Width of a cell, ms */
      cellMs: laneCells([], { from, to: end, now: end }).width,
      total: shown.length,
      open: shown.filter((a) => a.endedAt === null).length,
      situations: new Set(shown.flatMap((a) => a.situation?.id ?? [])).size,
      /** Below the severity asked for */
      quieter: all.length - shown.length,
      cut: all.length >= most,
      lanesTotal: lanes.length,
      overall: laneCells(shown, { from, to: end, now: end }, undefined, firstWatch()).cells,
      /** Changes of the range, oldest first */
      flags,
      /** When the silence of a series ends, by its id */
      silencedUntil: Object.fromEntries(
        [...silences].flatMap(([id, list]) => {
          const until = Math.max(...list.map((s) => s.to));
          return until > now ? [[id, until] as const] : [];
        }),
      ) as Record<string, number>,
      lanes: lanes.slice(0, input.top).map(({ mine, ...lane }) => ({
        ...lane,
        cells: laneCells(
          mine,
          { from, to: end, now: end },
          silent.get(lane.key),
          firstWatch(input.by === "detector" ? lane.key : undefined),
        ).cells,
      })),
      anomalies: shown.slice(0, mostRows).map((a) => ({
        ...a,
        title: metricTitle(a.metric),
        key: keyOf(a),
        situation: a.situation && { ...a.situation, name: situationName(a.situation.id) },
      })),
    };
  },
});

const levelOf = (anomalies: readonly ShownAnomaly[]): "WEAK" | "STRONG" | null =>
  anomalies.some((a) => a.level === "STRONG") ? "STRONG" : anomalies.length > 0 ? "WEAK" : null;

/** Cells in which a service that has told its requests sent nothing; all of them when it was silent the whole time. */
async function readSilence(
  db: Parameters<typeof readAnomalies>[0],
  from: number,
  to: number,
): Promise<Map<string, Set<number>>> {
  const { width, count } = laneCells([], { from, to, now: to });
  const { rows } = await db.pool.query<{ service: string; cells: (number | null)[] }>(
    `SELECT s.service, array_agg(DISTINCT floor((extract(epoch FROM p.time) * 1000 - $1::float8) / $3::float8)::int) AS cells
     FROM series s LEFT JOIN samples p ON p.series_id = s.id
       AND p.time >= to_timestamp($1::float8 / 1000) AND p.time < to_timestamp($2::float8 / 1000)
     WHERE s.metric = 'service.requests' AND s.service IS NOT NULL GROUP BY 1`,
    [from, to, width],
  );
  return new Map(
    rows.map((r) => {
      const heard = new Set(r.cells);
      return [
        r.service,
        new Set(Array.from({ length: count }, (_, i) => i).filter((i) => !heard.has(i))),
      ];
    }),
  );
}
