// npm start: production. App and workers on a given DATABASE_URL; no embedded Postgres, no demo fleet.
import { parseArgs } from "node:util";
import { buildApp, buildWorkers } from "../build.mjs";
import { runNode, startNode } from "../children.mjs";

const needed = {
  DATABASE_URL: "postgresql://USER:PASSWORD@HOST:5432/DATABASE",
  NEXTAUTH_SECRET: "a random text of at least 16 characters, such as from: openssl rand -base64 32",
  NEXTAUTH_URL: "the address people use, such as https://sitroom.example.com",
};

export async function main(args) {
  const { values } = parseArgs({
    args,
    options: { port: { type: "string", default: process.env.PORT ?? "3000" } },
  });
  const missing = Object.keys(needed).filter((name) => !process.env[name]);
  if (missing.length > 0) {
    console.error("Sitroom needs these variables to start:");
    for (const name of missing) console.error(`  ${name}   ${needed[name]}`);
    return 1;
  }
  const env = { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", CHECKPOINT_DISABLE: "1" };
  await buildWorkers();
  await buildApp();
  await runNode(["node_modules/prisma/build/index.js", "migrate", "deploy"], { env });
  await runNode(["dist/workers/prepare.js"], { env });

  let stop;
  const ended = new Promise((resolve) => {
    const onExit = (code, signal) => {
      console.error(`A part ended unexpectedly (${signal ?? code}); stopping the others.`);
      stop().then(() => resolve(1));
    };
    const parts = [
      startNode("ingest", ["dist/workers/main.js", "ingest"], { env, onExit }),
      startNode("work", ["dist/workers/main.js", "detect", "jobs", "chat"], { env, onExit }),
      startNode("app", ["node_modules/next/dist/bin/next", "start", "-p", values.port], {
        env,
        onExit,
      }),
    ];
    stop = () => Promise.all(parts.map((part) => part.stop()));
    for (const signal of ["SIGINT", "SIGTERM"])
      process.on(signal, () => stop().then(() => resolve(0)));
  });
  return ended;
}
