import { detectors } from "@/lib/detect/detectors";
import type { readCloudMonitoring, readNab } from "./corpora";
import { countEvents, sumEvents } from "./event-score";
import { judge, onsets } from "./judge";
import { crossValidate, optimise, profiles, rowsOf, scoreAt } from "./nab-score";

export type Corpora = {
  nab: ReturnType<typeof readNab>;
  cloudMonitoring: ReturnType<typeof readCloudMonitoring>;
};

export type NabScores = {
  standard: number;
  lowFp: number;
  lowFn: number;
  /** The threshold of the standard profile */
  threshold: number;
  /** Standard profile with the threshold learned on the other half of the files */
  crossValidated: number;
  /** Per file at the threshold of the standard profile */
  files?: Record<string, number>;
};

export type EventScores = ReturnType<typeof sumEvents> & {
  files?: Record<string, ReturnType<typeof sumEvents>>;
};

export type Result = {
  nab: Record<string, NabScores>;
  cloudMonitoring: Record<string, EventScores>;
};

const round = (x: number, digits = 4): number => Number(x.toFixed(digits));

function scoreNab(
  name: string,
  corpus: Corpora["nab"],
  fixed: number | undefined,
  perFile: boolean,
): NabScores {
  let windows = 0;
  const files = corpus.map((file) => {
    const detector = detectors[name];
    if (!detector) throw new Error(`no detector ${name}`);
    const scores = onsets(judge(detector, file.times, file.values).scores);
    const rows = rowsOf(file.times, scores, file.windows, windows);
    windows += file.windows.length;
    return { name: file.name, rows, windows: file.windows.length };
  });
  const rows = files.flatMap((f) => f.rows);
  const by = (profile: keyof typeof profiles) =>
    fixed === undefined
      ? optimise(rows, profiles[profile], windows)
      : scoreAt(rows, profiles[profile], windows, fixed);
  const standard = by("standard");
  return {
    standard: round(standard.score, 2),
    lowFp: round(by("lowFp").score, 2),
    lowFn: round(by("lowFn").score, 2),
    threshold: standard.threshold,
    crossValidated: round(crossValidate(files, profiles.standard), 2),
    ...(perFile && {
      files: Object.fromEntries(
        files.map((f) => [
          f.name,
          round(
            // The share of the corpus' score that this file won or lost, in points of 100
            (scoreAt(f.rows, profiles.standard, f.windows, standard.threshold).score * f.windows) /
              windows,
            2,
          ),
        ]),
      ),
    }),
  };
}

function scoreEvents(
  name: string,
  corpus: Corpora["cloudMonitoring"],
  fixed: number | undefined,
  perFile: boolean,
): EventScores {
  const counts = corpus.map((file) => {
    const detector = detectors[name];
    if (!detector) throw new Error(`no detector ${name}`);
    const { scores, levels } = judge(detector, file.times, file.values);
    const anomalous = levels.map((level, i) =>
      fixed === undefined ? level === "WEAK" || level === "STRONG" : (scores[i] ?? 0) >= fixed,
    );
    return countEvents(file.times, file.labels, anomalous);
  });
  const sums = sumEvents(counts);
  return {
    ...sums,
    eventRecall: round(sums.eventRecall),
    alertPrecision: round(sums.alertPrecision),
    f1: round(sums.f1),
    ...(perFile && {
      files: Object.fromEntries(
        corpus.map((file, i) => [file.name, sumEvents(counts.slice(i, i + 1))]),
      ),
    }),
  };
}

/** Every named detector on both sets. `fixed` replaces NAB's optimised threshold and the detectors' own levels. */
export function measure(
  names: readonly string[],
  corpora: Corpora,
  fixed?: number,
  perFile = false,
): Result {
  const over = <T>(corpus: { length: number }, score: (name: string) => T): Record<string, T> =>
    corpus.length === 0 ? {} : Object.fromEntries(names.map((name) => [name, score(name)]));
  return {
    nab: over(corpora.nab, (name) => scoreNab(name, corpora.nab, fixed, perFile)),
    cloudMonitoring: over(corpora.cloudMonitoring, (name) =>
      scoreEvents(name, corpora.cloudMonitoring, fixed, perFile),
    ),
  };
}
