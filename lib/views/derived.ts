import { z } from "zod";
import { type DerivedPoint, derivedMetric } from "../detect/derived";
import { expressionsOf } from "../detect/derived-graph";
import {
  deriveSpan,
  readDerived,
  readGraph,
  readWatching,
  SeriesCatalogue,
} from "../detect/derived-store";
import { ExpressionError } from "../series/expression";
import { defineView } from "../view";
import { tagWords } from "./metrics-words";

/** A series by the tags that it is told apart by: its service first. */
const lineName = (tags: DerivedPoint["tags"]): string =>
  [tags.service, tagWords(tags)].filter(Boolean).join(" · ") || "all";

/** Every derived metric: what it is made of, how far it is, and the series it has made. */
export const derived = defineView({
  input: z.object({}),
  async load({ db, now }) {
    const [all, series, detectors, services] = await Promise.all([
      readDerived(db),
      db.pool.query<{ id: number; by: string }>(
        `SELECT id, tags ->> 'derived' AS by FROM series WHERE tags ? 'derived' ORDER BY id`,
      ),
      db.prisma.detector.findMany({ select: { id: true, title: true }, orderBy: { title: "asc" } }),
      db.prisma.service.findFirst({ select: { name: true }, orderBy: { name: "asc" } }),
    ]);
    return {
      now,
      detectors,
      /** One that there is, for examples */
      service: services?.name ?? null,
      metrics: all.map((d) => {
        const mine = series.rows.filter((s) => s.by === d.id);
        const { recipe } = d.definition;
        return {
          ...d,
          words:
            recipe.op === "anomalies"
              ? `${recipe.as === "flag" ? "0 or 1" : "score"} of ${detectors.find((x) => x.id === recipe.detectorId)?.title ?? recipe.detectorId}`
              : expressionsOf(d.definition).join(recipe.op === "difference" ? " less " : " over "),
          series: mine.length,
          first: mine[0]?.id ?? null,
        };
      }),
    };
  },
});

const shownMs = 6 * 3_600_000;
const mostGroups = 5;

/** What a definition would make of the last six hours: its series, as lines. */
export const derivedPreview = defineView({
  input: z.object({ definition: derivedMetric }),
  async load({ db, now }, { definition }) {
    const { everyMs, lateMs } = definition;
    const to = Math.floor((now - lateMs) / everyMs) * everyMs;
    const from = Math.ceil((to - shownMs) / everyMs) * everyMs;
    const catalogue = new SeriesCatalogue();
    await catalogue.refresh(db);
    const all = await readDerived(db);
    const [graph, watching] = await Promise.all([readGraph(db, all, catalogue), readWatching(db)]);
    // One of the same name would be the same: neither it nor what is made of it is taken in
    const same = all.find((d) => d.definition.metric === definition.metric);
    const barred = same ? graph.after(same.id) : new Set<string>();
    let points: DerivedPoint[] = [];
    let error: string | null = null;
    try {
      points = await deriveSpan(db, definition, { catalogue, barred, watching }, { from, to });
    } catch (e) {
      if (!(e instanceof ExpressionError)) throw e;
      error = e.message;
    }
    const groups = [...Map.groupBy(points, (p) => JSON.stringify(p.tags)).values()];
    return {
      error,
      from,
      to,
      groups: groups.length,
      lines: groups.slice(0, mostGroups).map((of) => ({
        name: lineName(of[0]?.tags ?? {}),
        points: of.map((p) => ({ t: p.at, value: p.value })),
      })),
    };
  },
});
