// The demo shop: starts the services behind their balancers, the visitors, and the deployer with its HTTP API.
import { tmpdir } from "node:os";
import path from "node:path";
import { deployerApi } from "./deployer/api.mjs";
import { openChangeFeed } from "./deployer/changes.mjs";
import { openFaultBoard } from "./deployer/fault-board.mjs";
import { listFaults } from "./deployer/faults.mjs";
import { openOperations } from "./deployer/operations.mjs";
import { openShop } from "./deployer/shop.mjs";
import { meanRate } from "./estate.mjs";

const env = {
  port: Number(process.env.FLEET_PORT ?? 0),
  otlpUrl: process.env.FLEET_OTLP_URL,
  otlpKey: process.env.FLEET_OTLP_KEY ?? "",
  changesUrl: process.env.FLEET_CHANGES_URL,
  changesSecret: process.env.FLEET_CHANGES_SECRET ?? "",
  commandSecret: process.env.FLEET_COMMAND_SECRET ?? "",
  rate: Number(process.env.FLEET_RATE ?? meanRate),
  seed: Number(process.env.FLEET_SEED ?? 1),
  hiccups: process.env.FLEET_HICCUPS,
  compileCache: process.env.NODE_COMPILE_CACHE ?? path.join(tmpdir(), "sitroom-demo-cache"),
};
const log = (says) => console.error(`[deployer] ${says}`);

let base = "";
let board;
const feed = openChangeFeed({ url: env.changesUrl, secret: env.changesSecret, log });

let shop;
let stopping = false;
/** Ends everything; an end before the shop is up leaves it to the children's own watch over their parent. */
async function stop(code) {
  if (stopping) return;
  stopping = true;
  feed.close();
  const limit = setTimeout(() => process.exit(code), 1800);
  await shop?.close();
  clearTimeout(limit);
  process.exit(code);
}
process.on("SIGTERM", () => stop(0));
process.on("SIGINT", () => stop(0));
// Whoever started this with a channel to it ends it by going away.
process.on("disconnect", () => stop(0));

shop = await openShop({ env, log, linkBase: () => base, onAnswer: (answer) => board?.see(answer) });
const operations = openOperations({ shop, tell: feed.tell, log });
const faults = listFaults({ shop, operations, log });
board = openFaultBoard(faults);

/** Brings everything back to where it started. */
async function reset() {
  for (const fault of faults) if (fault.guilty === null) await fault.clear();
  const why = (what) => ({ author: "Demo", title: `Reset ${what}` });
  for (const { name, kind, version, baseline } of shop.describe())
    if (kind === "service" && (version !== baseline || operations.busy(name)))
      operations.deploy(name, baseline, why(name));
  for (const target of shop.settings()) {
    const { baseline, get } = shop.setting(target);
    if (get() !== baseline || operations.busy(target))
      operations.set(target, baseline, why(target));
  }
}

const api = deployerApi({
  shop,
  operations,
  board,
  reset,
  secret: env.commandSecret,
  base: () => base,
});
api.on("error", (error) => {
  log(error.message);
  void stop(1);
});
api.listen(env.port, "127.0.0.1", () => {
  base = `http://127.0.0.1:${api.address().port}`;
  const edge = shop.describe().find((one) => one.name === "gateway").url;
  console.log(`fleet ready ${JSON.stringify({ deployer: base, edge, pid: process.pid })}`);
});
