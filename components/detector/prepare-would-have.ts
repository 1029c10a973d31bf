import { isAdverse } from "@/lib/situate/model";
import type { PreviewAnomaly } from "./preview-message";

const weekMs = 7 * 86_400_000;
/** As in grouping: what comes so soon after a situation is its way back. */
const aftermathMs = 10 * 60_000;

type Situation = { onsetAt: number; openedAt: number; resolvedAt: number | null };
type Labelled = { startedAt: number; endedAt: number | null; label: string | null };
export type Raised = Pick<
  PreviewAnomaly,
  "startedAt" | "endedAt" | "openedAt" | "level" | "direction" | "muted"
>;

export type WouldHave = {
  /** Situations of the service in this time of which one of its anomalies would have been part */
  joined: number;
  situations: number;
  /** Times at which it would have been the first to call somebody */
  pages: number;
  pagesPerWeek: number;
  /** Anomalies labelled true that it raises */
  caught: number;
  incidents: number;
  /** Anomalies labelled false alarm that it still raises */
  falseStill: number;
  falseAlarms: number;
  /** Median time from the onset to being raised, ms: over the labelled incidents where there are any */
  lagMs: number | null;
};

const end = (x: { endedAt: number | null }) => x.endedAt ?? Number.POSITIVE_INFINITY;
const meets = (a: Raised, l: Labelled) => a.startedAt <= end(l) && l.startedAt <= end(a);

/**
 * What a version would have meant for people between `from` and `to` (epoch ms). A page is a STRONG anomaly that hurts,
 * is not muted, and comes before any situation of its service is open: the bar of lib/situate for a lone anomaly. What
 * comes within ten minutes of the end of one of these is part of it. A detector that is not trusted pages nobody.
 */
export function wouldHave({
  raised,
  situations,
  labelled,
  metric,
  trusted,
  from,
  to,
}: {
  raised: readonly Raised[];
  situations: readonly Situation[];
  labelled: readonly Labelled[];
  metric: string;
  trusted: boolean;
  from: number;
  to: number;
}): WouldHave {
  const counting = raised.filter((a) => a.muted === null);
  const inTime = situations.filter((s) => (s.resolvedAt ?? to) >= from && s.onsetAt <= to);
  let pages = 0;
  let until = Number.NEGATIVE_INFINITY;
  for (const a of [...counting].sort((x, y) => x.openedAt - y.openedAt)) {
    if (a.level !== "STRONG" || !isAdverse({ metric, direction: a.direction })) continue;
    const open = inTime.some(
      (s) => s.openedAt < a.openedAt && a.openedAt <= (s.resolvedAt ?? to) + aftermathMs,
    );
    if (!open && a.openedAt > until) pages++;
    until = Math.max(until, Math.min(end(a), to) + aftermathMs);
  }
  if (!trusted) pages = 0;
  const inRange = labelled.filter((l) => end(l) >= from && l.startedAt <= to);
  const incidents = inRange.filter((l) => l.label === "true");
  const falseAlarms = inRange.filter((l) => l.label === "false-alarm");
  const caught = incidents.filter((l) => raised.some((a) => meets(a, l)));
  const timed = caught.length > 0 ? raised.filter((a) => caught.some((l) => meets(a, l))) : raised;
  return {
    joined: inTime.filter((s) =>
      counting.some((a) => a.startedAt <= (s.resolvedAt ?? to) && end(a) >= s.onsetAt),
    ).length,
    situations: inTime.length,
    pages,
    pagesPerWeek: (pages * weekMs) / Math.max(to - from, weekMs / 7 / 24),
    caught: caught.length,
    incidents: incidents.length,
    falseStill: falseAlarms.filter((l) => counting.some((a) => meets(a, l))).length,
    falseAlarms: falseAlarms.length,
    lagMs: median(timed.map((a) => a.openedAt - a.startedAt)),
  };
}

function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  const upper = sorted[half] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] as number) + upper) / 2;
}
