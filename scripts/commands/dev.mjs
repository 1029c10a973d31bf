// npm run dev: embedded Postgres, workers that restart on change, the demo fleet, and Next in development mode.
import path from "node:path";
import { startNode } from "../children.mjs";
import { root } from "../ensure.mjs";
import { startStack } from "../stack.mjs";

export async function main() {
  const stack = await startStack({
    dataDir: path.join(root, ".data/demo"),
    app: false,
    workers: true,
    env: { NODE_ENV: "development" },
    onStep: (text) => console.log(text),
  });
  // The bundled workers served the start; from here on they are watched.
  await stack.parts.work.stop();
  await stack.parts.ingest.stop();
  const env = { ...stack.env, NODE_ENV: "development" };
  const tsx = "node_modules/tsx/dist/cli.mjs";
  const parts = [
    startNode("ingest", [tsx, "watch", "workers/main.ts", "ingest"], { env }),
    startNode("work", [tsx, "watch", "workers/main.ts", "detect", "jobs", "chat"], { env }),
    startNode("app", ["node_modules/next/dist/bin/next", "dev", "-p", String(stack.ports.app)], {
      env,
    }),
  ];
  console.log(`\nOpen ${stack.appUrl} (oncall@sitroom.local, sitroom-demo). Ctrl-C stops.\n`);
  await new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, resolve);
  });
  await Promise.all(parts.map((part) => part.stop()));
  await stack.stop();
  return 0;
}
