import { setImmediate as breathe } from "node:timers/promises";
import { z } from "zod";
import { anomalyOf } from "../db/anomaly-of";
import { labelKind, labelRule, whenWords } from "../detect/label";
import { compareReplays, replay } from "../detect/label-effect";
import { likelyWhen, peakDistance, proposeRule } from "../detect/label-proposal";
import { readChanges } from "../detect/label-store";
import { type Anomaly, detectorSettings } from "../detect/model";
import { type Tuning, tuningOf } from "../detect/tuning";
import { Problem } from "../problem";
import { defineView } from "../view";
import { readReplay } from "./anomaly-replay";
import { metricTitle } from "./metrics-words";

const day = 86_400_000;
/** A change this shortly before an anomaly is offered as its reason. */
const reasonMs = 60 * 60_000;

/**
 * What a label on an anomaly would teach, and what that would have done to the history of its series, by the very run
 * that the worker uses. `rule` is what to save.
 */
export const anomalyLabelEffect = defineView({
  input: z.object({
    anomalyId: z.string(),
    kind: labelKind,
    /** For "expected": when; absent for what fits best */
    how: z.enum(["daily", "weekly", "change", "once"]).optional(),
    zone: z.string().default("UTC"),
    /** For "false-alarm": the least distance that counts; absent for one just above this anomaly's */
    bar: z.number().positive().optional(),
  }),
  async load({ db, now }, input) {
    const row = await db.prisma.anomaly.findUnique({
      where: { id: input.anomalyId },
      include: { series: true, detector: { include: { versions: true } } },
    });
    const live = row?.detector.versions.find((v) => v.version === row.detector.liveVersion);
    if (!row || !live) throw new Problem("not-found", "There is no such anomaly.");
    const anomaly = anomalyOf(row);
    const { service } = row.series;
    const [labels, changes, history] = await Promise.all([
      db.prisma.anomalyLabel.findMany({
        where: { detectorId: row.detectorId, seriesId: row.seriesId, undoneAt: null },
        include: { anomaly: { select: { startedAt: true, lastAt: true } } },
        orderBy: { at: "asc" },
      }),
      readChanges(db, service === null ? [] : [service], now),
      readReplay(db, {
        detectorId: row.detectorId,
        live,
        series: row.series,
        judged: anomaly.startedAt,
        now,
      }),
    ]);
    const others = labels.filter((l) => l.anomalyId !== anomaly.id);
    const rules = others.map((l) => labelRule.parse(l.rule));
    const known = changes.get(service ?? "") ?? [];
    const change = known.findLast(
      (c) => c.at <= anomaly.startedAt && c.at >= anomaly.startedAt - reasonMs,
    );
    const run = (tuning: Tuning) =>
      history
        ? replay(history, { tuning, around: spanOf(anomaly), breathe: () => breathe() })
        : { anomalies: [anomaly], distance: 0 };
    const without = tuningOf(rules, known);
    const before = await run(without);
    const distance = Math.max(before.distance, peakDistance(anomaly));
    const to = anomaly.endedAt ?? anomaly.lastAt;
    const alike = before.anomalies.filter((a) => a.direction === anomaly.direction);
    const facts = { anomaly, distance, to, change: change ?? null };
    const how =
      input.how ??
      likelyWhen(
        { startedAt: anomaly.startedAt, to },
        alike.map((a) => a.startedAt),
        { zone: input.zone, afterChange: change !== undefined },
      );
    const wish = { how, zone: input.zone, bar: input.bar };
    const rule = labelRule.parse(proposeRule(input.kind, facts, wish));
    const after = rule.kind === "true" ? before : await run(tuningOf([...rules, rule], known));
    const effect = compareReplays(before.anomalies, after.anomalies);
    const gone = [...effect.silenced, ...effect.muted];
    const label = labels.find((l) => l.anomalyId === anomaly.id);
    return {
      rule,
      anomaly: {
        id: anomaly.id,
        service,
        metric: anomaly.metric,
        title: metricTitle(anomaly.metric),
        unit: row.series.unit,
        direction: anomaly.direction,
        startedAt: anomaly.startedAt,
        endedAt: anomaly.endedAt,
        distance,
      },
      detector: { id: row.detectorId, title: row.detector.title },
      /** The label it has now */
      label: label
        ? { kind: labelKind.parse(label.kind), author: label.author, at: label.at.getTime() }
        : null,
      /** When it could be expected, in words */
      whens: (["change", "daily", "weekly", "once"] as const).flatMap((how) => {
        const offered = proposeRule("expected", facts, { ...wish, how });
        return offered.kind === "expected" && offered.when.how === how
          ? [{ how, says: whenWords(offered.when) }]
          : [];
      }),
      /** The least distance that counts on its side without this label */
      barBefore: barOf(anomaly, live, without),
      /** Days that were replayed; 0 when nothing was */
      days: history ? Math.max(1, Math.round((now - history.from) / day)) : 0,
      before: effect.before,
      after: effect.after,
      silenced: effect.silenced.length,
      muted: effect.muted.length,
      /** Whether this very anomaly would be gone or muted */
      thisOne: gone.some((a) => meets(a, anomaly)),
      /** Anomalies labelled true that would be gone or muted as well */
      losesTrue: others.filter(
        (l) =>
          l.kind === "true" &&
          gone.some((a) =>
            meets(a, {
              startedAt: l.anomaly.startedAt.getTime(),
              lastAt: l.anomaly.lastAt.getTime(),
            }),
          ),
      ).length,
    };
  },
});

const spanOf = (a: Anomaly) => ({ from: a.startedAt, to: a.lastAt });
type Span = Pick<Anomaly, "startedAt" | "lastAt">;
const meets = (a: Span, b: Span) => a.startedAt <= b.lastAt && a.lastAt >= b.startedAt;

/** The least distance from what was expected that counted on the anomaly's side, by its gates and its series' own bar. */
function barOf(anomaly: Anomaly, live: unknown, tuning: Tuning): number {
  const own = anomaly.direction === "above" ? tuning.barAbove : tuning.barBelow;
  const settings = detectorSettings.safeParse(live);
  if (!settings.success) return own;
  const { minAbsolute, minRelative } = settings.data.counts;
  return Math.max(own, minAbsolute, minRelative * Math.abs(anomaly.peakExpected ?? 0));
}
