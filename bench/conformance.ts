// The recurrences against published vectors whose licences keep them out of this repository.
//   npm run bench:conformance -- [--data DIR] [--json]
// DIR holds adaptive-alerting/tests and adaptive-alerting/history of github.com/ExpediaGroup/adaptive-alerting.
// Ends with code 1 when something is off by more than it may be.
import path from "node:path";
import { parseArgs } from "node:util";
import { checks } from "./conformance/checks";

const { values: options } = parseArgs({
  options: {
    data: { type: "string", default: "../shared/conformance" },
    json: { type: "boolean", default: false },
  },
});
const dir = path.resolve(options.data, "adaptive-alerting");
const results = checks.map((check) => ({ name: check.name, ...check.run(dir) }));
if (options.json) console.log(JSON.stringify(results));
else
  for (const r of results)
    console.log(`${r.ok ? "ok " : r.rows === 0 ? "not measured " : "OFF "} ${r.name}: ${r.said}`);
if (results.some((r) => !r.ok && r.rows > 0)) process.exitCode = 1;
