import type { Anomaly } from "../detect/model";
import type { AnomalyModel } from "./generated/models";

/** The domain's anomaly of a row: times become epoch ms, the narrow words their types. */
export const anomalyOf = (row: AnomalyModel): Anomaly => ({
  id: row.id,
  seriesId: row.seriesId,
  detectorId: row.detectorId,
  detectorVersion: row.detectorVersion,
  service: row.service,
  metric: row.metric,
  level: row.level === "STRONG" ? "STRONG" : "WEAK",
  direction: row.direction === "below" ? "below" : "above",
  startedAt: row.startedAt.getTime(),
  lastAt: row.lastAt.getTime(),
  endedAt: row.endedAt?.getTime() ?? null,
  points: row.points,
  peakAt: row.peakAt.getTime(),
  peakValue: row.peakValue,
  peakExpected: row.peakExpected,
  peakLower: row.peakLower,
  peakUpper: row.peakUpper,
  peakScore: row.peakScore,
  muted: row.muted,
});
