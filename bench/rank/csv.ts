import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

/** The text of a file or of its gzipped twin; null when neither is there. */
export function textOf(file: string): string | null {
  if (existsSync(file)) return readFileSync(file, "utf8");
  if (existsSync(`${file}.gz`)) return gunzipSync(readFileSync(`${file}.gz`)).toString("utf8");
  return null;
}

/** Rows of cells; cells may be quoted, with quotes inside doubled. */
export function cellsOf(text: string): string[][] {
  return text
    .split(/\r?\n/)
    .filter((line) => line !== "")
    .map((line) => {
      if (!line.includes('"')) return line.split(",");
      const cells: string[] = [];
      for (const m of line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g))
        cells.push(m[1] !== undefined ? m[1].replaceAll('""', '"') : (m[2] ?? ""));
      return cells;
    });
}

/** Rows as records by the header's names. */
export function recordsOf(text: string): Record<string, string>[] {
  const [head = [], ...rows] = cellsOf(text);
  return rows.map((r) => Object.fromEntries(head.map((name, i) => [name, r[i] ?? ""])));
}
