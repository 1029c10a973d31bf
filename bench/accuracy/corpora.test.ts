import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { readCloudMonitoring, readNab } from "./corpora";
import { rowsOf } from "./nab-score";

const folder = (files: Record<string, string>) => {
  const dir = mkdtempSync(path.join(os.tmpdir(), "corpora-"));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(dir, name)), { recursive: true });
    writeFileSync(path.join(dir, name), text);
  }
  return dir;
};

test("folders that are not there are empty sets", () => {
  const dir = folder({});
  expect(readNab(dir)).toEqual([]);
  expect(readCloudMonitoring(dir)).toEqual([]);
});

test("other CSVs among the series are passed over, quoted cells and any case of header read", () => {
  const dir = folder({
    "cloud-monitoring/data/a/one.csv":
      '"TimeStamp","Value","Label"\n"2018-04-25T00:00:00Z","1.5","0"\n2018-04-25 00:01:00,,1\n',
    "cloud-monitoring/data/a/unlabelled.csv": "timestamp,value\n2018-04-25T00:00:00Z,1\n",
    "cloud-monitoring/notes.csv": "a,b\n1,2\n",
  });
  expect(readCloudMonitoring(dir)).toEqual([
    {
      name: "data/a/one.csv",
      times: [1524614400000, 1524614460000],
      values: [1.5, Number.NaN],
      labels: [0, 1],
    },
  ]);
});

test("windows of files that are not there are not counted, and edges between rows are taken inwards", () => {
  const dir = folder({
    "nab/labels/combined_windows.json": JSON.stringify({
      "a/x.csv": [["2014-04-10 00:00:30", "2014-04-10 00:02:30"]],
      "a/absent.csv": [["2014-04-10 00:00:00", "2014-04-10 00:05:00"]],
    }),
    "nab/data/a/x.csv":
      "timestamp,value\n2014-04-10 00:00:00,1\n2014-04-10 00:01:00,2\n2014-04-10 00:02:00,3\n2014-04-10 00:03:00,4\n",
  });
  const [file, ...more] = readNab(dir);
  expect(more).toEqual([]);
  expect(
    rowsOf(file?.times ?? [], [0, 0, 0, 0], file?.windows ?? [], 0).map((r) => r.window),
  ).toEqual([-1, 0, 0, -1]);
});
