// One child process of the fleet.
import { spawn } from "node:child_process";
import path from "node:path";

const demo = path.resolve(import.meta.dirname, "..");

/** Of this process's environment, services get what Node needs and no secret. */
const passed = Object.fromEntries(
  ["PATH", "HOME", "TMPDIR", "TZ"].flatMap((key) =>
    process.env[key] === undefined ? [] : [[key, process.env[key]]],
  ),
);

/**
 * Starts a script of the fleet and waits until it listens. Rejects when it ends or stays silent for `readyMs`.
 * `onExit` hears of every end after that.
 */
export function startProcess({
  name,
  script,
  args = [],
  env,
  heapMb = 48,
  readyMs = 60_000,
  onExit,
}) {
  const child = spawn(
    process.execPath,
    [`--max-old-space-size=${heapMb}`, "--max-semi-space-size=4", ...args, path.join(demo, script)],
    { env: { ...passed, ...env }, stdio: ["ignore", "pipe", "pipe", "ipc"] },
  );
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8");
    stream.on("data", (text) => process.stderr.write(text.replace(/^(?=.)/gm, `[${name}] `)));
  }
  const gone = new Promise((resolve) => child.once("exit", resolve));
  const running = () => child.exitCode === null && child.signalCode === null;
  const handle = {
    name,
    pid: child.pid,
    port: 0,
    running,
    gone,
    tell(message) {
      // The other side may be going down; then there is nobody to tell.
      if (child.connected) child.send(message, () => {});
    },
    onMessage: (listener) => child.on("message", listener),
    /** Ends it: politely, after `graceMs` for certain. */
    async stop(graceMs = 1500) {
      if (!running()) return;
      child.kill("SIGTERM");
      const insist = setTimeout(() => child.kill("SIGKILL"), graceMs);
      await gone;
      clearTimeout(insist);
    },
    kill: () => child.kill("SIGKILL"),
  };
  return new Promise((resolve, reject) => {
    const silent = setTimeout(() => {
      child.kill("SIGKILL");
      reject(new Error(`${name} did not come up within ${readyMs / 1000} s`));
    }, readyMs);
    const early = (code, signal) => {
      clearTimeout(silent);
      reject(new Error(`${name} ended with ${signal ?? code} before it was ready`));
    };
    child.once("exit", early);
    child.once("error", (error) => {
      clearTimeout(silent);
      reject(error);
    });
    child.once("message", (message) => {
      clearTimeout(silent);
      child.removeListener("exit", early);
      handle.port = message.ready;
      if (onExit) child.once("exit", () => onExit(handle));
      resolve(handle);
    });
  });
}
