// What a deployer must not forget when it is killed: the commands it took, their steps and their ends, one JSON line each.
import { appendFileSync, closeSync, existsSync, fsyncSync, openSync, readFileSync } from "node:fs";

/** A line that was being written when the process was killed is not whole: what it tells has not happened. */
const parse = (line) => {
  try {
    return [JSON.parse(line)];
  } catch {
    return [];
  }
};

/** Without a file nothing is kept. `entries` is what earlier runs wrote. */
export function openJournal(file) {
  if (!file) return { entries: [], append() {} };
  const before = existsSync(file) ? readFileSync(file, "utf8") : "";
  const fd = openSync(file, "a");
  // The half line of a killed run must not run into the first line of this one.
  if (before !== "" && !before.endsWith("\n")) appendFileSync(fd, "\n");
  return {
    entries: before.split("\n").flatMap(parse),
    /** Returns when the line is on the disk. */
    append(entry) {
      appendFileSync(fd, `${JSON.stringify(entry)}\n`);
      fsyncSync(fd);
    },
    close: () => closeSync(fd),
  };
}
