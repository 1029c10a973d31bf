import { chmodSync, mkdtempSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/** A new folder for one run. Others may pass through it: Postgres runs under another account when we are root. */
export function temporaryFolder(purpose) {
  const dir = mkdtempSync(path.join(os.tmpdir(), `sitroom-${purpose}-`));
  chmodSync(dir, 0o711);
  return dir;
}
