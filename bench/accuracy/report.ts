import type { Corpora, Result } from "./measure";

const columns = [
  "detector",
  "NAB",
  "low FP",
  "low FN",
  "other half",
  "threshold",
  "event recall",
  "alert precision",
  "delay",
  "point F1",
];

const minutes = (ms: number | null | undefined): string =>
  ms === null || ms === undefined ? "–" : `${Math.round(ms / 60_000)} min`;

function rows(result: Result): string[][] {
  const names = Object.keys({ ...result.nab, ...result.cloudMonitoring });
  return names
    .map((name) => ({ name, nab: result.nab[name], cloud: result.cloudMonitoring[name] }))
    .sort((a, b) => (b.nab?.standard ?? 0) - (a.nab?.standard ?? 0))
    .map(({ name, nab, cloud }) => [
      name,
      nab?.standard.toFixed(1) ?? "not measured",
      nab?.lowFp.toFixed(1) ?? "",
      nab?.lowFn.toFixed(1) ?? "",
      nab?.crossValidated.toFixed(1) ?? "",
      nab?.threshold.toFixed(2) ?? "",
      cloud?.eventRecall.toFixed(2) ?? "not measured",
      cloud?.alertPrecision.toFixed(2) ?? "",
      minutes(cloud?.delayMs),
      cloud?.f1.toFixed(2) ?? "",
    ]);
}

const title = (corpora: Corpora): string =>
  `${corpora.nab.length} NAB series, ${corpora.cloudMonitoring.length} cloud-monitoring series`;

/** The comparison as text in columns. */
export function table(result: Result, corpora: Corpora): string {
  const all = [columns, ...rows(result)];
  const widths = columns.map((_, i) => Math.max(...all.map((row) => row[i]?.length ?? 0)));
  const line = (row: string[]) =>
    row.map((c, i) => (i === 0 ? c.padEnd(widths[i] ?? 0) : c.padStart(widths[i] ?? 0))).join("  ");
  return [title(corpora), ...all.map(line)].join("\n");
}

/** The comparison as a page. */
export function markdown(result: Result, corpora: Corpora): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return `# Detectors, measured

Written by \`npm run bench:accuracy -- --data DIR --write docs/detectors-measured.md\` over ${title(corpora)}.
Every detector runs at its defaults and strictly streaming: it sees one point after another, no file's range or length.

- **NAB**: the Numenta Anomaly Benchmark's score by its official rules (standard profile; low FP and low FN beside it), at the one
  threshold over all files that is best for the profile, as NAB itself does; *other half*: standard, with the threshold learned on the
  other half of the files. A score counts where it exceeds the scores of the 150 points before it, for every detector alike.
- **Events** (cloud-monitoring): points of level WEAK or STRONG make alerts that close after three ordinary points. *Event recall*: share of
  labelled events with an anomalous point; *alert precision*: share of alerts that touch an event; *delay*: median from an event's first
  point to its first anomalous one; *point F1*: plain, not adjusted.

${[line(columns), line(columns.map((_, i) => (i === 0 ? "---" : "--:"))), ...rows(result).map(line)].join("\n")}
`;
}
