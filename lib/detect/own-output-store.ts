import type { Db, Tx } from "../db/client";
import { Problem } from "../problem";
import { derivedMetric, derivedTag, type Source } from "./derived";
import { DerivedGraph, madeBy, wayWords } from "./derived-graph";
import type { EngineSeries } from "./engine";

type Reader = Pick<Tx, "derivedMetric" | "series" | "detector">;

/** Everything that takes from something: definitions with the series they make, detectors with their targets, and all series. */
export async function readMakings(tx: Reader) {
  const [stored, series, detectors] = await Promise.all([
    tx.derivedMetric.findMany({ orderBy: { createdAt: "asc" } }),
    tx.series.findMany({ select: { id: true, metric: true, tags: true } }),
    tx.detector.findMany({ include: { versions: true } }),
  ]);
  const all = series.map((s) => ({ ...s, tags: s.tags as Source["tags"] }));
  return {
    series: all,
    definitions: stored.map((d) => ({
      id: d.id,
      definition: derivedMetric.parse(d.definition),
      series: all.filter((s) => madeBy(s) === d.id),
    })),
    detectors: detectors.map((d) => ({
      id: d.id,
      target: d.versions.find((v) => v.version === d.liveVersion)?.target ?? "",
    })),
  };
}

/** Refuses a target by which a detector would watch what comes of its own anomalies. */
export async function refuseOwnOutput(tx: Tx, detectorId: string, target: string): Promise<void> {
  if ((await tx.derivedMetric.count()) === 0) return;
  const { definitions, detectors } = await readMakings(tx);
  const others = detectors.filter((d) => d.id !== detectorId);
  const graph = new DerivedGraph(definitions, [...others, { id: detectorId, target }]);
  const cycle = graph.cycleOfDetector(detectorId);
  if (cycle)
    throw new Problem(
      "bad-input",
      `This detector would watch what comes of its own anomalies: ${wayWords(cycle)}. Leave that out of its target, with AND NOT ${derivedTag}.`,
    );
}

/**
 * The same series, those that are derived with the detectors whose anomalies they come from: these must never watch them,
 * whatever their targets say by now.
 */
export async function withDetectorsBehind(
  { prisma }: Pick<Db, "prisma">,
  list: readonly EngineSeries[],
): Promise<readonly EngineSeries[]> {
  if (!list.some((s) => madeBy(s) !== null)) return list;
  const { definitions, detectors } = await readMakings(prisma);
  const graph = new DerivedGraph(definitions, detectors);
  return list.map((s) => {
    const by = madeBy(s);
    return by === null ? s : { ...s, madeFrom: graph.detectorsBehind(by) };
  });
}
