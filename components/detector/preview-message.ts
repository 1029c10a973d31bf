import type { DetectorSettings } from "@/lib/detect/model";
import type { Preview, RunSeries, Tuning } from "@/lib/detect/preview";
import type { ChartAnomaly, ChartPoint } from "../chart/chart-data";

type Span = { from: number; to: number };

/** To the worker: the history once, then settings as often as they change. Times in epoch ms. */
export type PreviewRequest =
  | {
      kind: "history";
      times: number[];
      values: number[];
      traffic: { times: number[]; values: number[] } | null;
      series: RunSeries;
      /** What labels and silences have taught about the series: the worker knows it too */
      tuning: Tuning;
    }
  | {
      kind: "run";
      id: number;
      draft: DetectorSettings;
      live: DetectorSettings;
      /** Points before it are only learned from */
      from: number;
      overview: Span;
      focus: Span;
    };

export type PreviewAnomaly = ChartAnomaly & {
  direction: "above" | "below";
  peakExpected: number | null;
  peakScore: number;
  /** Epoch ms at which it would have been raised */
  openedAt: number;
  /** Why it would not page */
  muted: string | null;
  /** Compared with what the live version raises on the same points */
  against: "kept" | "added";
};

export type PreviewAnswer =
  | {
      kind: "done";
      id: number;
      tookMs: number;
      summary: Preview["summary"];
      liveSummary: Preview["summary"];
      anomalies: PreviewAnomaly[];
      /** What the version that it is compared with raises on the same points */
      liveAnomalies: PreviewAnomaly[];
      /** What the live version raises and the draft would not */
      removed: ChartAnomaly[];
      overview: ChartPoint[];
      focus: ChartPoint[];
    }
  | { kind: "failed"; id: number; message: string };
