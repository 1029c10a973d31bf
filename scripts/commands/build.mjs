// npm run build: the app and the workers for production.
import { buildApp, buildWorkers } from "../build.mjs";

export async function main() {
  await buildWorkers();
  console.log("Workers built into dist/.");
  console.log((await buildApp()) ? "App built into .next/." : "App is up to date.");
  return 0;
}
