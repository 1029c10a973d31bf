// Builds what has changed since the last build: workers by esbuild, the app by Next.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import * as esbuild from "esbuild";
import { runNode } from "./children.mjs";
import { root } from "./ensure.mjs";

const entries = ["workers/main.ts", "workers/prepare.ts", "demo/backfill.ts"];

/** Bundles the workers into dist/, a third of a second. */
export async function buildWorkers() {
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: entries.filter((file) => existsSync(path.join(root, file))),
    outdir: "dist",
    outbase: ".",
    bundle: true,
    platform: "node",
    target: "node22",
    format: "esm",
    packages: "external",
    sourcemap: true,
    logLevel: "warning",
  });
}

const sources = [
  "app",
  "components",
  "lib",
  "public",
  "proxy.ts",
  "next.config.js",
  "package-lock.json",
];

function digestOf(file, hash) {
  const full = path.join(root, file);
  if (!existsSync(full)) return;
  if (statSync(full).isDirectory()) {
    for (const name of readdirSync(full).sort()) digestOf(path.join(file, name), hash);
  } else if (!file.endsWith(".test.ts") && !file.endsWith(".test.tsx")) {
    hash.update(file).update(readFileSync(full));
  }
}

/** Builds the app when its sources differ from those of the last build. Returns whether it did. */
export async function buildApp({ log } = {}) {
  const hash = createHash("sha256");
  for (const source of sources) digestOf(source, hash);
  const digest = hash.digest("hex");
  const stamp = path.join(root, ".next/sources.sha256");
  if (
    existsSync(path.join(root, ".next/BUILD_ID")) &&
    existsSync(stamp) &&
    readFileSync(stamp, "utf8") === digest
  )
    return false;
  await runNode(["node_modules/next/dist/bin/next", "build"], {
    env: { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    log,
  });
  if (!existsSync(path.join(root, ".next/BUILD_ID")))
    throw new Error("next build ended without a build; run it by hand: npm run x -- next build");
  writeFileSync(stamp, digest);
  return true;
}
