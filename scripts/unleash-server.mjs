// A real Unleash (AGPL, so no dependency of ours: `npm run try:unleash` fetches it) in a process of its own, for trials.
//   node scripts/unleash-server.mjs FOLDER DATABASE_URL PORT
import path from "node:path";
import { pathToFileURL } from "node:url";

const [folder = "", databaseUrl = "", port = ""] = process.argv.slice(2);
// Nothing leaves this machine: no telemetry, no look for newer versions, no addons.
Object.assign(process.env, {
  CHECK_VERSION: "false",
  SEND_TELEMETRY: "false",
  LOG_LEVEL: "error",
});
const entry = path.resolve(folder, "node_modules/unleash-server/dist/lib/server-impl.js");
const { start } = await import(pathToFileURL(entry).href);
const unleash = await start({
  databaseUrl,
  db: { ssl: false },
  server: { port: Number(port), host: "127.0.0.1" },
  authentication: { initialAdminUser: { username: "admin", password: "unleash4all" } },
  versionCheck: { enable: false },
  telemetry: false,
});
process.send?.({ port: unleash.server.address().port });
