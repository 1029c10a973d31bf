/**
 * The service graph, measured.
 *
 *   npm run bench:graph                        a thousand services in a real browser: time to layout, frames per second
 *   npm run bench:graph -- --verify URL        holds the last hour of that database's windows against its raw spans
 *   … --json                                   as one line of JSON, without a file of results
 */
import { parseArgs } from "node:util";
import { openDb } from "../lib/db/client";
import { verifyHour } from "./graph/verify";

const { values } = parseArgs({
  options: {
    verify: { type: "string" },
    to: { type: "string" },
    json: { type: "boolean", default: false },
  },
});

if (values.verify !== undefined) {
  const db = openDb(values.verify);
  const checked = await verifyHour(db.pool, values.to ? Date.parse(values.to) : undefined);
  await db.close();
  console.log(JSON.stringify(checked, null, values.json ? 0 : 2));
  const wrong = checked.edges.different.length + checked.operations.different.length;
  process.exitCode = wrong === 0 ? 0 : 1;
}
