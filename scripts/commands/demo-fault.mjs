// npm run demo:fault [NAME | clear NAME | reset]: causes a fault in the running demo, ends it, or lists all.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { root } from "../ensure.mjs";

/** Where the demo that runs from this folder says its deployer is; its usual port otherwise. */
function deployerUrl() {
  if (process.env.DEMO_DEPLOYER_URL) return process.env.DEMO_DEPLOYER_URL;
  const file = path.join(root, ".data/demo/running.json");
  const running = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
  return running.deployer ?? "http://127.0.0.1:7400";
}

export async function main(args) {
  const base = deployerUrl();
  const ask = async (method, route) => {
    const response = await fetch(`${base}${route}`, {
      method,
      signal: AbortSignal.timeout(30_000),
    });
    const value = await response.json();
    if (!response.ok) throw new Error(value.error);
    return value;
  };
  const [first, second] = args;
  try {
    if (!first) {
      const faults = await ask("GET", "/faults");
      for (const { name, says, active } of faults)
        console.log(`${active ? "●" : " "} ${name.padEnd(16)} ${says}`);
      console.log(`
Cause one:  npm run demo:fault NAME
End one:    npm run demo:fault clear NAME
End all:    npm run demo:fault reset`);
    } else if (first === "reset") {
      await ask("POST", "/reset");
      console.log("Everything goes back to where it started.");
    } else if (first === "clear" && second) {
      await ask("POST", `/faults/${encodeURIComponent(second)}/clear`);
      console.log(`${second} is being ended.`);
    } else {
      await ask("POST", `/faults/${encodeURIComponent(first)}`);
      const fault = (await ask("GET", "/faults")).find((one) => one.name === first);
      console.log(`${fault.title}: ${fault.says}`);
    }
    return 0;
  } catch (error) {
    const down = error.cause?.code === "ECONNREFUSED";
    console.error(down ? "The demo does not run. Start it with: npm run demo" : error.message);
    return 1;
  }
}
