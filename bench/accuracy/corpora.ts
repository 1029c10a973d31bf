import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { type LabelledSeries, parseStamp, readLabelled } from "./labelled-csv";

export type NabFile = LabelledSeries & { windows: [number, number][] };

function csvFiles(dir: string): string[] {
  if (!existsSync(dir)) return [];
  return readdirSync(dir, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".csv"))
    .sort();
}

/** The labelled series of DIR/nab that are there, in the order of their names; empty without such a folder. */
export function readNab(dir: string): NabFile[] {
  const labels = path.join(dir, "nab/labels/combined_windows.json");
  if (!existsSync(labels)) return [];
  const windows = JSON.parse(readFileSync(labels, "utf8")) as Record<string, [string, string][]>;
  return csvFiles(path.join(dir, "nab/data"))
    .map((file) => ({ file, name: file.split(path.sep).join("/") }))
    .filter(({ name }) => windows[name])
    .flatMap(({ file, name }) => {
      const series = readLabelled(path.join(dir, "nab/data", file), name);
      if (!series) return [];
      const labelled = (windows[name] ?? []).map(
        ([from, to]) => [parseStamp(from), parseStamp(to)] as [number, number],
      );
      return [{ ...series, windows: labelled }];
    });
}

/** Every CSV of DIR/cloud-monitoring that has times, values and labels; others are passed over. */
export const readCloudMonitoring = (dir: string): LabelledSeries[] =>
  csvFiles(path.join(dir, "cloud-monitoring")).flatMap((file) => {
    const name = file.split(path.sep).join("/");
    const series = readLabelled(path.join(dir, "cloud-monitoring", file), name);
    return series && series.labels.length > 0 ? [series] : [];
  });
