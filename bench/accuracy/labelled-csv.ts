import { readFileSync } from "node:fs";

export type LabelledSeries = {
  name: string;
  /** Epoch ms; stamps without a zone are read as UTC */
  times: number[];
  /** NaN where the file has no number */
  values: number[];
  /** 1 = anomalous; empty when the file has no label column */
  labels: number[];
};

/** "2014-04-10 00:04:00.000000", "2018-04-25T00:00:00Z" or anything Date.parse knows, as epoch ms; NaN if unreadable. */
export function parseStamp(text: string): number {
  const m = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(\.\d+)?)?(?:Z|\+00:?00)?$/.exec(
    text,
  );
  if (!m) return Date.parse(text);
  const [, y, mo, d, h, mi, s = "0", f = "0"] = m;
  return (
    Date.UTC(Number(y), Number(mo) - 1, Number(d), Number(h), Number(mi), Number(s)) +
    Math.round(1000 * Number(f))
  );
}

/** Reads a CSV with the columns timestamp, value and maybe label, in any case and order; null for another kind of CSV. */
export function readLabelled(path: string, name: string): LabelledSeries | null {
  const rows = readFileSync(path, "utf8")
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .filter((line) => line !== "")
    .map((line) => line.split(",").map((cell) => cell.trim().replace(/^"|"$/g, "")));
  const header = (rows[0] ?? []).map((cell) => cell.toLowerCase());
  const [t, v, l] = ["timestamp", "value", "label"].map((column) => header.indexOf(column)) as [
    number,
    number,
    number,
  ];
  if (t < 0 || v < 0) return null;
  const series: LabelledSeries = { name, times: [], values: [], labels: [] };
  for (const row of rows.slice(1)) {
    const value = row[v] ?? "";
    series.times.push(parseStamp(row[t] ?? ""));
    series.values.push(value === "" ? Number.NaN : Number(value));
    if (l >= 0) series.labels.push(Number(row[l]) > 0 ? 1 : 0);
  }
  return series;
}
