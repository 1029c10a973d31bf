// Programs that the tests drive and that npm does not bring: a Chromium, a Prometheus, and an Alertmanager.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { bin, root } from "./ensure.mjs";

const chromiums = [
  process.env.CHROMIUM_PATH,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** A Chromium of this machine's own, or undefined where Playwright's download is to be used. */
export const ownChromium = () => chromiums.find((file) => file && existsSync(file));

const onPath = (program) => spawnSync("which", [program]).status === 0;
const canApt = () => process.getuid?.() === 0 && existsSync("/etc/debian_version");

function apt(...packages) {
  console.log(`Installing ${packages.join(", ")} from Debian …`);
  const quiet = { stdio: ["ignore", "ignore", "inherit"] };
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  spawnSync("apt-get", ["update", "-qq"], { ...quiet, env });
  const done = spawnSync(
    "apt-get",
    ["install", "-y", "-qq", "--no-install-recommends", ...packages],
    { ...quiet, env },
  );
  return done.status === 0;
}

/** Makes sure that a browser can be started. Returns why not, or null. */
export function ensureChromium() {
  if (ownChromium()) return null;
  if (canApt() && apt("chromium")) return null;
  const fetched = spawnSync(bin("playwright"), ["install", "chromium"], {
    cwd: root,
    stdio: "inherit",
  });
  if (fetched.status === 0) return null;
  return "No browser: install Chromium (Debian: apt-get install chromium) or set CHROMIUM_PATH.";
}

/** Makes sure that a Prometheus can be started. Returns why not, or null. */
export function ensurePrometheus() {
  if (onPath("prometheus")) return null;
  if (canApt() && apt("prometheus")) return null;
  return "No prometheus on PATH: install it (Debian: apt-get install prometheus; macOS: brew install prometheus).";
}

/** Makes sure that an Alertmanager can be started. Returns why not, or null. */
export function ensureAlertmanager() {
  if (onPath("prometheus-alertmanager") || onPath("alertmanager")) return null;
  if (canApt() && apt("prometheus-alertmanager")) return null;
  return "No alertmanager on PATH, its tests are skipped: install it (Debian: apt-get install prometheus-alertmanager).";
}
