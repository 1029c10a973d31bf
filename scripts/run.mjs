#!/usr/bin/env node
// The one entry of every npm script: makes a fresh clone ready (Node 24, packages, Prisma client), then runs a command.
// Only Node's own modules may be imported here: it runs before anything is installed, on any Node from 20.19 on.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { ensureNode, ensurePackages, ensurePrismaClient, root } from "./ensure.mjs";

const [command, ...args] = process.argv.slice(2);
const file = command ? path.join(root, "scripts/commands", `${command.replace(":", "-")}.mjs`) : "";
if (!command || !existsSync(file)) {
  console.error(`Unknown command "${command ?? ""}". Use the scripts of package.json: npm run`);
  process.exit(2);
}

const node = ensureNode();
if (node !== process.execPath) {
  // An older Node: start again under the target Node, first on PATH, and pass on its signals and its end.
  const env = { ...process.env, PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH}` };
  const child = spawn(node, [import.meta.filename ?? process.argv[1], ...process.argv.slice(2)], {
    stdio: "inherit",
    env,
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"])
    process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 143)));
} else {
  ensurePackages();
  ensurePrismaClient();
  const { main } = await import(pathToFileURL(file).href);
  const code = await main(args);
  if (typeof code === "number") process.exit(code);
}
