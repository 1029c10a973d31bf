// The deployer without the fleet: the same HTTP API over versions on paper. DEPLOYER_JOURNAL keeps what it did over a kill.
import { deployerApi } from "./deployer/api.mjs";
import { openChangeFeed } from "./deployer/changes.mjs";
import { openJournal } from "./deployer/journal.mjs";
import { openOperations } from "./deployer/operations.mjs";
import { openPaperShop } from "./deployer/paper-shop.mjs";

const log = (says) => console.error(`[deployer] ${says}`);
const port = Number(process.env.DEPLOYER_PORT ?? 0);
const secret = process.env.DEPLOYER_SECRET;
if (!secret) throw new Error("DEPLOYER_SECRET is needed: commands are signed with it.");

let base = "";
const journal = openJournal(process.env.DEPLOYER_JOURNAL);
const feed = openChangeFeed({
  url: process.env.DEPLOYER_CHANGES_URL,
  secret: process.env.DEPLOYER_CHANGES_SECRET ?? "",
  log,
});
const shop = openPaperShop({
  services: (process.env.DEPLOYER_SERVICES ?? "pricing,search").split(","),
  stepMs: Number(process.env.DEPLOYER_STEP_MS ?? 200),
  journal,
  linkBase: () => base,
});
const operations = openOperations({ shop, tell: feed.tell, log: () => {}, journal });
const none = () => {
  throw new Error("There are no faults without the fleet.");
};
const board = { list: () => [], cause: none, clear: none };
const api = deployerApi({
  shop,
  operations,
  board,
  reset: none,
  secret,
  journal,
  base: () => base,
});
process.on("disconnect", () => process.exit(0));
process.on("SIGTERM", () => process.exit(0));
api.listen(port, "127.0.0.1", () => {
  base = `http://127.0.0.1:${api.address().port}`;
  console.log(`deployer ready ${JSON.stringify({ deployer: base, pid: process.pid })}`);
  process.send?.("ready");
});
