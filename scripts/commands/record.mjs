// npm run record [-- SEAL]: is the timeline as it was recorded? Ends with 1 when it is not.
import { spawnSync } from "node:child_process";
import { bin, root } from "../ensure.mjs";

export const main = (args) =>
  spawnSync(bin("tsx"), ["scripts/record.ts", ...args], { cwd: root, stdio: "inherit" }).status ??
  1;
