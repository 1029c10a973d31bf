/** Computes the timeline's hash chain anew in the database of DATABASE_URL, and looks for a seal that was kept elsewhere. */
import { openDb } from "../lib/db/client";
import { chainFault } from "../lib/timeline/chain-words";
import { checkSeals } from "../lib/timeline/seal-store";

const [kept] = process.argv.slice(2);
const url = process.env.DATABASE_URL;
if (!url || (kept !== undefined && !/^[0-9a-f]{64}$/.test(kept))) {
  console.error("usage: DATABASE_URL=postgresql://… npm run record [-- SEAL of 64 hex characters]");
  process.exit(2);
}
const db = openDb(url, { max: 2, name: "sitroom-record" });
const check = await checkSeals(db.prisma, kept);
const fault = chainFault(check);
console.log(
  fault ??
    `All ${check.sealed} sealed entries are as they were recorded; ${check.open} wait for their seal.${check.kept ? " The seal that you kept is among them." : ""}\nLast seal: ${check.hash}`,
);
await db.close();
process.exit(fault === null ? 0 : 1);
