// Child processes that start with this one and end with it.
import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { root } from "./ensure.mjs";

const preload = fileURLToPath(new URL("./end-with-parent.mjs", import.meta.url));

/**
 * Starts a Node program whose output goes to `log` (a file) or to the terminal. `onExit(code, signal)` hears of an end that nobody
 * asked for.
 */
export function startNode(name, args, { env = {}, log, onExit = () => {} } = {}) {
  const stdio = log ? ["ignore", "pipe", "pipe", "ipc"] : ["ignore", "inherit", "inherit", "ipc"];
  const child = spawn(process.execPath, ["--import", preload, "--enable-source-maps", ...args], {
    cwd: root,
    env: { ...process.env, ...env, SITROOM_PARENT: String(process.pid) },
    stdio,
  });
  if (log) {
    const file = createWriteStream(log, { flags: "a" });
    child.stdout.pipe(file);
    child.stderr.pipe(file);
  }
  let asked = false;
  const gone = new Promise((resolve) => {
    child.on("exit", (code, signal) => {
      if (!asked) onExit(code, signal);
      resolve();
    });
  });
  return {
    name,
    pid: child.pid,
    child,
    gone,
    /** Asks it to end, insists after five seconds. */
    async stop(signal = "SIGTERM") {
      if (child.exitCode !== null || child.signalCode !== null) return;
      asked = true;
      child.kill(signal);
      const insist = setTimeout(() => child.kill("SIGKILL"), 5000);
      await gone;
      clearTimeout(insist);
    },
  };
}

/** Runs a Node program to its end; rejects with the end of its output when it fails. */
export async function runNode(args, { env = {}, log } = {}) {
  let tail = "";
  const program = startNode(path.basename(args[0] ?? ""), args, { env, log });
  for (const stream of [program.child.stdout, program.child.stderr])
    stream?.on("data", (d) => {
      tail = (tail + d).slice(-4000);
    });
  await program.gone;
  if (program.child.exitCode !== 0) throw new Error(`${args.join(" ")} failed.\n${tail}`);
}
