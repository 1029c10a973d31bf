import type { Anomaly, DetectorSettings } from "@/lib/detect/model";
import { diffRuns } from "@/lib/detect/overlap";
import { type Preview, preview } from "@/lib/detect/preview";
import { bandPoints } from "./prepare-preview";
import type { PreviewAnomaly, PreviewAnswer, PreviewRequest } from "./preview-message";

type History = Extract<PreviewRequest, { kind: "history" }>;

const maxPoints = 1500;
let history: History | null = null;
const folded = new Map<string, Preview>();

/** The same settings over the same history fold once; the last few stay, so that a slider may come back. */
function fold(settings: DetectorSettings, from: number): Preview {
  const key = JSON.stringify([settings, from]);
  const before = folded.get(key);
  if (before) return before;
  if (!history) throw new Error("No history yet");
  const result = preview({
    settings,
    points: history,
    from,
    traffic: history.traffic,
    series: history.series,
    tuning: history.tuning,
  });
  folded.set(key, result);
  for (const old of folded.keys()) if (folded.size > 4) folded.delete(old);
  return result;
}

const shown = (
  a: Anomaly,
  { openedAt }: Preview,
  against: PreviewAnomaly["against"],
): PreviewAnomaly => ({
  id: a.id,
  level: a.level,
  direction: a.direction,
  startedAt: a.startedAt,
  endedAt: a.endedAt,
  peakAt: a.peakAt,
  peakValue: a.peakValue,
  peakExpected: a.peakExpected,
  peakScore: a.peakScore,
  openedAt: openedAt[a.id] ?? a.startedAt,
  muted: a.muted,
  against,
});

function answer(request: Extract<PreviewRequest, { kind: "run" }>, points: History): PreviewAnswer {
  const start = performance.now();
  const live = fold(request.live, request.from);
  const draft = fold(request.draft, request.from);
  const diff = diffRuns(draft.anomalies, live.anomalies);
  return {
    kind: "done",
    id: request.id,
    summary: draft.summary,
    liveSummary: live.summary,
    anomalies: [
      ...diff.kept.map((a) => shown(a, draft, "kept")),
      ...diff.added.map((a) => shown(a, draft, "added")),
    ].sort((a, b) => b.startedAt - a.startedAt),
    liveAnomalies: live.anomalies.map((a) => shown(a, live, "kept")),
    removed: diff.removed.map((a) => shown(a, live, "kept")),
    overview: bandPoints(points, draft.band, request.overview, maxPoints),
    focus: bandPoints(points, draft.band, request.focus, maxPoints),
    tookMs: performance.now() - start,
  };
}

self.onmessage = ({ data }: MessageEvent<PreviewRequest>) => {
  if (data.kind === "history") {
    history = data;
    folded.clear();
    return;
  }
  if (!history) return;
  try {
    self.postMessage(answer(data, history));
  } catch (error) {
    // Settings that cannot run are an answer, said beside the form; the page goes on.
    const message = error instanceof Error ? error.message : String(error);
    self.postMessage({ kind: "failed", id: data.id, message } satisfies PreviewAnswer);
  }
};
