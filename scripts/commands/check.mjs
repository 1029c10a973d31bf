// npm run check: types, lint and format, import boundaries, dead code, generated docs. No database, seconds.
import { spawnSync } from "node:child_process";
import { bin, root } from "../ensure.mjs";

const steps = [
  ["types", bin("tsc"), ["--noEmit"]],
  ["lint and format", bin("biome"), ["check", "--error-on-warnings", "."]],
  [
    "import boundaries",
    bin("depcruise"),
    ["--config", "dependency-cruiser.cjs", "app", "components", "lib", "workers", "bench"],
  ],
  ["dead code", bin("knip"), []],
  ["generated docs", bin("tsx"), ["scripts/docs.ts", "--check"]],
];

/** Runs every step, even after a failure, so that one run shows all that is wrong. */
export function main() {
  const failed = steps.filter(([name, command, args]) => {
    const result = spawnSync(command, args, { cwd: root, encoding: "utf8" });
    console.log(`${result.status === 0 ? "✓" : "✗"} ${name}`);
    if (result.status !== 0) console.log(`${result.stdout}${result.stderr}`);
    return result.status !== 0;
  });
  return failed.length === 0 ? 0 : 1;
}
