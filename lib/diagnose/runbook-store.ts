import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { parse } from "yaml";
import { parseRunbook, type Runbook } from "./runbook";

/** Reads every YAML file of a folder as a runbook, in the order of their names. Throws an Error that names a bad file. */
export async function loadRunbooks(folder: string): Promise<Runbook[]> {
  const files = (await readdir(folder)).filter((f) => /\.ya?ml$/.test(f)).sort();
  return Promise.all(
    files.map(async (file) =>
      parseRunbook(file, parse(await readFile(path.join(folder, file), "utf8"))),
    ),
  );
}
