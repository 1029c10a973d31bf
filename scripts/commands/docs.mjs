// npm run docs [-- --check]: the pages of docs/ that come from the registries.
import { spawnSync } from "node:child_process";
import { bin, root } from "../ensure.mjs";

export const main = (args) =>
  spawnSync(bin("tsx"), ["scripts/docs.ts", ...args], { cwd: root, stdio: "inherit" }).status ?? 1;
