import type { Db } from "../db/client";
import { type LabelKind, labelRule, whenWords } from "../detect/label";
import { readSilences } from "../detect/silence-store";

/** A label in force on a series, with what it teaches. */
export type Taught = {
  anomalyId: string;
  kind: LabelKind;
  detectorTitle: string;
  author: string;
  note: string;
  /** Epoch ms: when it was set, and when the anomaly began */
  at: number;
  startedAt: number;
  direction: "above" | "below" | null;
  /** Of a false alarm: the least distance that counts; of an expectation: the largest that is expected */
  distance: number | null;
  /** When it is expected, in words */
  when: string | null;
};

/** What people have said of a series: its labels, newest first, and until when it is silenced. */
export async function readTaught(
  db: Db,
  seriesId: number,
  now: number,
): Promise<{ labels: Taught[]; silencedUntil: number | null }> {
  const [rows, silences] = await Promise.all([
    db.prisma.anomalyLabel.findMany({
      where: { seriesId, undoneAt: null },
      orderBy: { at: "desc" },
      take: 50,
      include: {
        anomaly: { select: { startedAt: true, detector: { select: { title: true } } } },
      },
    }),
    readSilences(db, now),
  ]);
  const until = Math.max(...(silences.get(seriesId) ?? []).map((s) => s.to));
  return {
    silencedUntil: until > now ? until : null,
    labels: rows.map((row) => {
      const rule = labelRule.parse(row.rule);
      return {
        anomalyId: row.anomalyId,
        kind: rule.kind,
        detectorTitle: row.anomaly.detector.title,
        author: row.author,
        note: row.note,
        at: row.at.getTime(),
        startedAt: row.anomaly.startedAt.getTime(),
        direction: "direction" in rule ? rule.direction : null,
        distance:
          rule.kind === "false-alarm" ? rule.bar : rule.kind === "expected" ? rule.upTo : null,
        when: rule.kind === "expected" ? whenWords(rule.when) : null,
      };
    }),
  };
}
